import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { eventTypes } from '../index.ts'
import { asyncapiDocument } from './asyncapi.ts'
import { feedSchemaDocument, type SchemaNode } from './document.ts'
import { typescriptOf } from './typescript.ts'

const folder = join(import.meta.dirname, '../fixtures')
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const golden = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>

const document = feedSchemaDocument()
const validate = new Ajv2020({ strict: false }).compile(document)

describe('golden files', () => {
  test.each(names)('%s matches the schema', (name) => {
    validate(golden(name))
    expect(validate.errors).toBeNull()
  })

  test('cover every event type, every control frame and the side stream', () => {
    const kinds = names.map((name) => golden(name)['type'] ?? golden(name)['frame'])
    const all = [...eventTypes, 'hello', 'gap', 'head', 'skip', 'raw']
    expect(all.filter((kind) => !kinds.includes(kind))).toEqual([])
  })
})

describe('the schema', () => {
  const chat = golden('chat.json')

  test.each([
    ['a field it does not know', { ...chat, later: 1 }, true],
    ['an unknown type', { ...chat, type: 'telepathy' }, false],
    ['another version', { ...chat, v: 2 }, false],
    ['a fractional position', { ...chat, seq: 1.5 }, false],
    ['no text', { ...chat, text: undefined }, false],
    ['a colour that is none', { ...chat, color: 'red' }, false],
  ])('validates an event with %s: %j -> %j', (_name, event, valid) => {
    expect(validate(JSON.parse(JSON.stringify(event)))).toBe(valid)
  })

  test('has no field for needless personal data (S1-13)', () => {
    const text = JSON.stringify(document)
    for (const field of ['telephone', 'phone', 'birthday', 'city', 'gender', 'email']) {
      expect(text).not.toContain(`"${field}"`)
    }
  })
})

describe('the AsyncAPI document', () => {
  test('refers only to its own components', () => {
    const text = JSON.stringify(asyncapiDocument())
    const schemas = (asyncapiDocument() as { components: { schemas: object } }).components.schemas
    const targets = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1])
    expect(targets.length).toBeGreaterThan(10)
    expect(targets.filter((name) => !Object.hasOwn(schemas, name ?? ''))).toEqual([])
    expect(text).not.toContain('#/$defs/')
  })
})

describe('the TypeScript printer', () => {
  const print = (node: SchemaNode): string => typescriptOf({ $defs: { X: node } })

  test('prints optional and required fields, lists and unions', () => {
    const node: SchemaNode = {
      type: 'object',
      description: 'An X.',
      properties: {
        a: { type: 'string', description: 'An a.' },
        b: { type: 'array', items: { anyOf: [{ const: 1 }, { type: 'string' }] } },
        c: { type: 'object', additionalProperties: { type: 'integer' } },
      },
      required: ['a'],
    }
    expect(print(node)).toContain(
      [
        '/** An X. */',
        'export interface X {',
        '  /** An a. */',
        '  readonly a: string',
        '  readonly b?: readonly (1 | string)[]',
        '  readonly c?: Readonly<Record<string, number>>',
        '}',
      ].join('\n'),
    )
  })

  test('throws for an unknown keyword', () => {
    expect(() => print({ type: 'tuple' })).toThrow('tuple')
  })
})
