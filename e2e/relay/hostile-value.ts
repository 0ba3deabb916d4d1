import { seededRandom } from '../../server/lib/random.ts'

/** A route of the contract, with the data that a request needs. */
interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: Schema } }
  }
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly $ref?: string
}

/** The used part of `/openapi.json`. */
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** A request with values that are invalid or at a limit. */
export interface Attempt {
  readonly method: string
  readonly target: string
  readonly body?: string
}

const nasty: readonly unknown[] = [
  '',
  '0',
  '-1',
  '1e309',
  '💥',
  '\u0000',
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
  [],
  {},
  [[[[]]]],
  JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
]

/** Returns `count` attempts at each route of a contract, the same for the same seed. */
export function* attemptsAt(contract: Contract, seed: number, count: number): Generator<Attempt> {
  const random = seededRandom(seed)
  const draw = (): unknown => nasty[Math.floor(random() * nasty.length)]
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      for (let i = 0; i < count; i++) {
        const target = targetOf(path, operation, draw)
        const schema = operation.requestBody?.content['application/json'].schema
        const body = schema && JSON.stringify(bodyOf(contract, schema, draw))
        yield { method: method.toUpperCase(), target, ...(body === undefined ? {} : { body }) }
      }
    }
  }
}

function targetOf(path: string, { parameters = [] }: Operation, draw: () => unknown): string {
  const query = new URLSearchParams()
  for (const { name, in: where } of parameters) {
    if (where === 'query') query.set(name, String(draw()))
  }
  const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(String(draw())) || 'x')
  return `${filled}?${query.toString()}`
}

/** Returns a body in one of its forms, with a wrong value in each field. */
function bodyOf(contract: Contract, schema: Schema, draw: () => unknown): unknown {
  const names = fieldsOf(contract, schema)
  if (names.length === 0) return draw()
  return Object.fromEntries(names.map((name) => [name, draw()]))
}

function fieldsOf(contract: Contract, schema: Schema): readonly string[] {
  const { $ref, oneOf = [], anyOf = [], properties = {} } = schema
  const named =
    $ref === undefined ? undefined : contract.components.schemas[$ref.split('/').at(-1) ?? '']
  const shapes = [...oneOf, ...anyOf, ...(named ? [named] : [])]
  return [...Object.keys(properties), ...shapes.flatMap((shape) => fieldsOf(contract, shape))]
}
