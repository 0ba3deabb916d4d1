import { createConfig, lintFromString } from '@redocly/openapi-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from './server.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.end())

test.each<[string, Record<string, 'off'>]>([
  // `default` describes every refusal, and `code` names the kind.
  ['openapi.json', { 'operation-4xx-response': 'off' }],
  // Read access depends on the room, not on the operation.
  ['asyncapi.json', { 'security-defined': 'off' }],
])('S2-34 /%s is sound to a strict linter', async (name, rules) => {
  const response = await fetch(`${server.url}/${name}`)
  const config = await createConfig({ extends: ['recommended-strict'], rules })
  const problems = await lintFromString({
    source: await response.text(),
    absoluteRef: name,
    config,
  })
  const said = problems.map(({ ruleId, message, location: [at] }) => {
    return `${ruleId}: ${message} ${at?.pointer ?? ''}`
  })
  expect(said).toEqual([])
})

test('the linter finds a violation', async () => {
  const broken = { openapi: '3.1.0', info: { title: 'x' }, paths: { '/a/{id}': { get: {} } } }
  const config = await createConfig({ extends: ['recommended-strict'] })
  const source = JSON.stringify(broken)
  const problems = await lintFromString({ source, absoluteRef: 'broken.json', config })
  expect(new Set(problems.map(({ ruleId }) => ruleId))).toContain('struct')
})
