/** The fields of a type, with absent ones missing and never undefined. */
export type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> }

/** Leaves out the undefined fields. */
export function given<T extends object>(fields: T): Given<T> {
  const kept: Given<T> = {}
  for (const name in fields) {
    const value = fields[name]
    // The compiler cannot prove that the value has the rest of its type without undefined.
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>
  }
  return kept
}
