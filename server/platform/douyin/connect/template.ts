import { z } from 'zod'

/** A query of Douyin, in the order of the web client. */
export type Query = Readonly<Record<string, string>>

const slot = /^\{(\w+)\}$/
const key = z.string().regex(/^\w{1,64}$/, 'must be the name of a field')
const value = z.string().regex(/^[ -~]{0,400}$/, 'must be plain ASCII')

/**
 * Creates the schema of a query with slots, such as `{room}`, each the whole value of a field. A
 * replacement may omit or add fields, but must contain every slot.
 */
export function queryTemplate(
  slots: readonly string[],
  shipped: Query,
): z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodString>> {
  return z
    .record(key, value)
    .superRefine((query, context) => {
      const used = new Set(Object.values(query).flatMap((text) => slot.exec(text)?.[1] ?? []))
      const problems = [
        ...slots
          .filter((name) => !used.has(name))
          .map((name) => `no field has the value {${name}}`),
        ...[...used]
          .filter((name) => !slots.includes(name))
          .map((name) => `nothing is called {${name}}`),
      ]
      for (const message of problems) context.addIssue({ code: 'custom', message })
    })
    .default({ ...shipped })
}

/** Returns a query with values in its slots. */
export function filled(template: Query, known: Query): Query {
  return Object.fromEntries(
    Object.entries(template).map(([name, text]) => {
      const [, wanted] = slot.exec(text) ?? []
      return [name, wanted === undefined ? text : (known[wanted] ?? '')]
    }),
  )
}
