/** Returns a sorted copy; equal items stay in their order. */
export function sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  // oxlint-disable-next-line unicorn/no-array-sort -- OBS 28 to 30 have no toSorted
  return [...items].sort(compare)
}
