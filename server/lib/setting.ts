import { z } from 'zod'

/** A setting: its name in the configuration, its meaning, its schema. */
export interface Setting<V = unknown> {
  readonly key: string
  readonly help: string
  readonly secret?: true
  readonly schema: z.ZodType<V>
  /** Prints a value in the form that the schema reads, where that is not the value itself. */
  text?(value: NonNullable<V>): string
}

/** Settings by their names in the environment and in the file. */
export type Settings = Readonly<Record<string, Setting>>

type ValueOf<S> = S extends { readonly schema: z.ZodType<infer V> } ? V : never
type KeyOf<S> = S extends { readonly key: infer K extends string } ? K : never

/** The configuration that a table of settings gives; a setting without a default may be absent. */
export type ConfigOf<T extends Settings> = {
  readonly [N in keyof T as undefined extends ValueOf<T[N]> ? never : KeyOf<T[N]>]: ValueOf<T[N]>
} & {
  readonly [N in keyof T as undefined extends ValueOf<T[N]> ? KeyOf<T[N]> : never]?: Exclude<
    ValueOf<T[N]>,
    undefined
  >
}

/** Returns a table of settings with the types of its keys and values. */
export function defineSettings<const T extends Settings>(table: T): T {
  return table
}

/** Returns the schema of a whole number within bounds, which its description names. */
export function whole(fallback: number, min: number, max: number): z.ZodType<number> {
  const range = `a whole number from ${min} to ${max}`
  const error = `must be ${range}`
  return z.coerce
    .number({ error })
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .default(fallback)
    .describe(range)
}

/** The schema of words between commas. */
export const list = z
  .string()
  .transform((text) => text.split(',').flatMap((one) => one.trim() || []))

/** Returns the schema of `on` or `off`. */
export const onOff = (fallback: 'on' | 'off'): z.ZodType<'on' | 'off'> =>
  z.enum(['on', 'off']).default(fallback)

/** Returns the schema of a value that the environment holds as JSON; a file holds it as it is. */
export function json<T extends z.ZodType>(schema: T): z.ZodPreprocess<T> {
  return z.preprocess(parseJson, schema)
}

function parseJson(given: unknown): unknown {
  if (typeof given !== 'string') return given
  try {
    return JSON.parse(given) as unknown
  } catch {
    return given // a text is no record: refused by name
  }
}
