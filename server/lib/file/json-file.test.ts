import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { atomicFile } from './atomic-file.ts'
import { jsonFile } from './json-file.ts'

let folder: string
let warned: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-'))
  warned = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const schema = z.object({ names: z.array(z.string()) })

function open(version?: number) {
  const log = { warn: (_: object, message: string) => void warned.push(message) }
  const options = { name: 'list.json', schema, log, ...(version === undefined ? {} : { version }) }
  return jsonFile(atomicFile(join(folder, 'list.json')), options)
}

test('content is read as it was written, with the version as its format', () => {
  expect(open().read()).toBeUndefined()
  open(2).write({ names: ['夜'] })
  expect(open(2).read()).toEqual({ names: ['夜'] })
  expect(JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8'))).toMatchObject({ format: 2 })
  expect(warned).toEqual([])
})

test.each([
  ['an empty file', ''],
  ['a torn text', '{"format":1,"names":["a'],
  ['another version', '{"format":2,"names":[]}'],
  ['a content of another form', '{"format":1,"names":[1]}'],
  ['no object', '[]'],
])('%s is logged and set aside, so that no write loses it', (_, text) => {
  writeFileSync(join(folder, 'list.json'), text)
  const file = open()
  expect(file.read()).toBeUndefined()
  expect(file.read()).toBeUndefined()
  expect(warned).toEqual(['file not read, it is set aside'])
  file.write({ names: [] })
  expect(readFileSync(join(folder, 'list.json.damaged'), 'utf8')).toBe(text)
  expect(readdirSync(folder).toSorted()).toEqual(['list.json', 'list.json.damaged'])
})
