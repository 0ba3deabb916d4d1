/** Of a type's fields those that are there: absence is a missing field, never an undefined one. */
export type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

/** Leaves out what is undefined. */
export function given<T extends object>(fields: T): Given<T> {
  const kept: Given<T> = {}
  for (const name in fields) {
    const value = fields[name]
    // The compiler cannot see that a value that is not undefined is what remains of its type.
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>
  }
  return kept
}
