/** A message in which one field violates the schema. */
export interface OddMessage {
  /** The field and its value, for the message of a test that fails. */
  readonly what: string
  readonly message: unknown
}

const missing = Symbol('missing')

const odd: readonly unknown[] = [
  missing,
  null,
  true,
  -1,
  1.5,
  1e300,
  '',
  'odd',
  'x'.repeat(70_000),
  '\ud83d',
  [],
  [null],
  {},
  { toString: 1 },
  { id: {}, name: [], user: 7 },
  { _$litType$: 1, strings: ['<b>'], values: [] },
  JSON.parse('{"__proto__":{"odd":1},"constructor":1}'),
  JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`),
]

/** Returns a message with each of its fields, at any depth, replaced by each odd value, or removed. */
export function* oddMessages(message: unknown): Generator<OddMessage> {
  for (const path of pathsIn(message)) {
    for (const value of odd) {
      const text = value === missing ? 'missing' : (JSON.stringify(value) ?? '').slice(0, 40)
      yield { what: `${path.join('.')}: ${text}`, message: replaced(message, path, value) }
    }
  }
}

type Path = readonly string[]

function* pathsIn(value: unknown, above: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    yield [...above, key]
    yield* pathsIn(inner, [...above, key])
  }
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >
  const inner = replaced(copy[key], rest, by)
  if (inner !== missing) copy[key] = inner
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else Reflect.deleteProperty(copy, key)
  return copy
}
