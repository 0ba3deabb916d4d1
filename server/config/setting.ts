import { z } from 'zod'

/** A setting: its name in the environment and in the file, its meaning, its schema. */
export interface Setting<K extends string, V> {
  readonly key: K
  readonly help: string
  readonly secret?: true
  readonly schema: z.ZodType<V | undefined>
}

/** Returns the schema of a whole number within bounds. */
export const whole = (fallback: number, min: number, max: number): z.ZodType<number> =>
  z.coerce.number({ error: 'must be a number' }).int().min(min).max(max).default(fallback)

/** The schema of words between commas. */
export const list = z
  .string()
  .transform((text) => text.split(',').flatMap((one) => one.trim() || []))
