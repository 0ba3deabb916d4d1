import { seededRandom } from '../../server/lib/random.ts'

/** A route of the contract, with the data that a request needs. */
interface Operation {
  readonly requestBody?: {
    /** By media type; a file has other types. */
    readonly content: { readonly 'application/json'?: { readonly schema: Schema } }
  }
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema?: Schema
  }[]
}

interface Schema {
  readonly $ref?: string
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly pattern?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
}

/** The used part of `/openapi.json`. */
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** A request: as the contract has it, but for some values that are invalid or at a limit. */
export interface Attempt {
  readonly method: string
  readonly target: string
  readonly body?: string
}

/** The extent of a series of attempts. */
export interface Series {
  /** The same seed gives the same series. */
  readonly seed: number
  /** The attempts at each route, one after the other. */
  readonly count: number
  /** The objects that exist, by the names of parameters in paths; `room` is the `id` of a room. */
  readonly objects: Readonly<Record<string, string>>
}

const nasty: readonly unknown[] = [
  '',
  '0',
  '-1',
  '1e309',
  '9007199254740993',
  '💥',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a'.repeat(2_000),
  '../../etc/passwd',
  '__proto__',
  "' or 1=1 --",
  '%zz',
  'demo:0',
  'x:y:z',
  'null',
  null,
  true,
  -1,
  1.5,
  1e300,
  2 ** 53,
  [],
  {},
  [[[[]]]],
  JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
]

// A text that a pattern asks for is the first of these that it takes.
const samples = ['12', 'some-name', 'text', 'a:b', '0 20 * * *', '#102030', 'A'.repeat(43), '1:2']

/** Returns a series of attempts at each route of a contract. */
export function* attemptsAt(contract: Contract, series: Series): Generator<Attempt> {
  const draws = drawsOf(seededRandom(series.seed))
  const values = { contract, draws }
  const routes = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  for (let round = 0; round < series.count; round++) {
    for (const { path, method, operation } of routes) {
      const target = targetOf(path, { ...values, operation, objects: series.objects })
      const schema = operation.requestBody?.content['application/json']?.schema
      const body = schema && JSON.stringify(valueOf(schema, values))
      yield { method: method.toUpperCase(), target, ...(body === undefined ? {} : { body }) }
    }
  }
}

interface Draws {
  readonly one: <T>(list: readonly T[]) => T
  readonly happens: (probability: number) => boolean
  readonly whole: (from: number, to: number) => number
}

function drawsOf(random: () => number): Draws {
  const whole = (from: number, to: number): number =>
    from + Math.floor(random() * (Math.min(to, from + 10) - from + 1))
  return {
    one: (list) => {
      const value = list[Math.floor(random() * list.length)]
      if (value === undefined) throw new RangeError('an empty list has no values')
      return value
    },
    happens: (probability) => random() < probability,
    whole,
  }
}

interface Values {
  readonly contract: Contract
  readonly draws: Draws
}

interface Target extends Values {
  readonly operation: Operation
  readonly objects: Series['objects']
}

function targetOf(path: string, { operation, objects, ...values }: Target): string {
  const { draws } = values
  const query = new URLSearchParams()
  for (const { name, in: where, schema = {} } of operation.parameters ?? []) {
    if (where === 'query' && draws.happens(0.6)) query.set(name, String(valueOf(schema, values)))
  }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const real = objects[name === 'id' && path.includes('/rooms/') ? 'room' : name] ?? 'x'
    const value = draws.happens(0.7) ? real : String(draws.one(nasty))
    return encodeURIComponent(value.toWellFormed()) || 'x'
  })
  return `${filled}?${query.toString()}`
}

/** Returns a value of a schema, which has here and there a nasty value instead of a part. */
function valueOf(schema: Schema, values: Values): unknown {
  const { contract, draws } = values
  if (draws.happens(0.15)) return draws.one(nasty)
  if (schema.$ref !== undefined) {
    return valueOf(contract.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, values)
  }
  const forms = schema.oneOf ?? schema.anyOf
  if (forms) return valueOf(draws.one(forms), values)
  if (schema.allOf) {
    return Object.assign({}, ...schema.allOf.map((one) => valueOf(one, values))) as object
  }
  if (schema.const !== undefined) return schema.const
  return schema.enum ? draws.one(schema.enum) : plainValue(schema, values)
}

function plainValue(schema: Schema, values: Values): unknown {
  const { draws } = values
  switch (typeof schema.type === 'object' ? draws.one(schema.type) : schema.type) {
    case 'object':
      return objectOf(schema, values)
    case 'array':
      return Array.from({ length: draws.whole(0, 2) }, () => valueOf(schema.items ?? {}, values))
    case 'integer':
    case 'number':
      return draws.whole(schema.minimum ?? 0, schema.maximum ?? 9)
    case 'boolean':
      return draws.happens(0.5)
    case 'null':
      return null
    case 'string':
      return textOf(schema)
    case undefined:
    default:
      return draws.one(nasty)
  }
}

function objectOf({ properties = {}, required = [] }: Schema, values: Values): object {
  const there = Object.entries(properties).filter(
    ([name]) => required.includes(name) || values.draws.happens(0.6),
  )
  return Object.fromEntries(there.map(([name, one]) => [name, valueOf(one, values)]))
}

function textOf({ pattern, format }: Schema): string {
  if (format === 'uri') return 'https://a.example/picture.png'
  const takes = new RegExp(pattern ?? '', 'u')
  return samples.find((sample) => takes.test(sample)) ?? 'text'
}
