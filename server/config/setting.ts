import { z } from 'zod'

/** A setting: its name in the environment and in the file, its meaning, its schema. */
export interface Setting<K extends string, V> {
  readonly key: K
  readonly help: string
  readonly secret?: true
  readonly schema: z.ZodType<V | undefined>
  /** Prints a value in the form that the schema reads, where that is not the value itself. */
  text?(value: V): string
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
