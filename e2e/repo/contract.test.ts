import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventTypes } from '../../proto/feed/index.ts'
import type { SchemaNode } from '../../proto/feed/schema/document.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
let server: ServerProcess
beforeAll(async () => {
  // Every caller counts as remote, so that access rules apply.
  server = await startServerProcess({ OWNER_TOKEN: token, TRUSTED_PROXIES: '10.0.0.1' })
})
afterAll(() => server.end())

test.each<[string, Record<string, 'off'>]>([
  ['openapi.json', {}],
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

interface Operation {
  readonly tags: readonly string[]
  readonly responses: Readonly<Record<string, unknown>>
  readonly requestBody?: object
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, SchemaNode>> }
}

const readDocument = async (): Promise<Document> =>
  (await (await fetch(`${server.url}/openapi.json`)).json()) as Document // our own server wrote it

describe('the refusals in /openapi.json', () => {
  const owner = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const attempts: Readonly<Record<string, RequestInit>> = {
    'without a token': {},
    'with a wrong token': { headers: { authorization: 'Bearer dr_wrong' } },
    'from a page of another site': { headers: { origin: 'https://evil.example', cookie: 'x=1' } },
    'with a broken body': { headers: owner, body: '{' },
    'with an empty body': { headers: owner, body: '{}' },
    'with a body of 65 KiB': { headers: owner, body: 'x'.repeat(65 * 1024) },
  }

  test.each(Object.entries(attempts))('hold for every operation, called %s', async (_how, init) => {
    const { paths } = await readDocument()
    const calls = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method, ...operation })),
    )
    const answered = await Promise.all(
      calls
        .filter(({ requestBody }) => init.body === undefined || requestBody)
        .map(async ({ path, method, responses }) => {
          const url = `${server.url}${path.replaceAll(/\{\w+\}/g, 'no-such')}`
          const response = await fetch(url, { ...init, method: method.toUpperCase() })
          await response.body?.cancel()
          return {
            call: `${method} ${path}: ${response.status}`,
            status: response.status,
            responses,
          }
        }),
    )
    expect(calls.length).toBeGreaterThan(25)
    const unknown = answered.filter(({ status, responses }) => !(String(status) in responses))
    expect(unknown.map(({ call }) => call)).toEqual([])
  })
})

test('events in /openapi.json are components, discriminated by their type', async () => {
  const { components, paths } = await readDocument()
  const { FeedEvent, ChatEvent, EventPage, Room } = components.schemas
  expect(FeedEvent).toMatchObject({
    discriminator: {
      propertyName: 'type',
      mapping: { chat: '#/components/schemas/ChatEvent', gift: '#/components/schemas/GiftEvent' },
    },
  })
  const types = [...eventTypes].map((type) => ({
    $ref: `#/components/schemas/${type.charAt(0).toUpperCase()}${type.slice(1)}Event`,
  }))
  expect(FeedEvent?.oneOf).toEqual(types)
  expect(ChatEvent?.properties?.['user']).toEqual({ $ref: '#/components/schemas/User' })
  expect(ChatEvent?.required).not.toContain('user')
  const reference = { $ref: '#/components/schemas/FeedEvent' }
  expect(EventPage?.properties?.['events']?.items).toEqual(reference)
  expect(Room?.properties?.['state']?.items).toEqual(reference)
  const tags = Object.values(paths).flatMap((operations) =>
    Object.values(operations).map((operation) => operation.tags.length),
  )
  expect(new Set(tags)).toEqual(new Set([1]))
})

test('a page of events is valid by the schemas of /openapi.json', async () => {
  const headers = { authorization: `Bearer ${token}` }
  const reader = subscribe(server.url, '/rooms/demo:50/stream', { headers })
  await reader.take(30)
  reader.close()
  const response = await fetch(`${server.url}/rooms/demo:50/events?limit=500`, { headers })
  const page = (await response.json()) as { events: unknown[] } // checked below
  const ajv = new Ajv2020({ strict: false })
  ajv.addSchema({ $id: 'openapi', ...(await readDocument()) })
  const isValid = ajv.compile({ $ref: 'openapi#/components/schemas/EventPage' })
  expect(page.events.length).toBeGreaterThan(20)
  expect([isValid(page), isValid.errors]).toEqual([true, null])
  expect(isValid({ ...page, events: [{ type: 'chat', seq: 1 }] })).toBe(false)
})
