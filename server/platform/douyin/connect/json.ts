/** Returns the value at the end of a path through parsed JSON; undefined if a part is missing. */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as Readonly<Record<string | number, unknown>>)[key] // it has that key
  }
  return here
}

/** Parses JSON of any origin; undefined for other texts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined // a text that is no JSON has no data
  }
}
