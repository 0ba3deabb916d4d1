/**
 * The rules by which winners are found, for the server and for all who compute them again. The winners
 * are the entries with the smallest HMAC-SHA256 with the seed as its key, 32 bytes, over
 * `lottery|beacon|entry`. There is no beacon yet: its part is empty.
 */

/** Returns the text over which the HMAC of an entry is computed. */
export function drawText(lottery: string, entry: string): string {
  return `${lottery}||${entry}`
}

/** Returns the text whose SHA-256 closes a lottery: the entries, sorted, one a line. */
export function entriesText(entries: readonly string[]): string {
  return entries.toSorted(compare).join('\n')
}

/** An entry with its HMAC in hex. */
export interface DrawnEntry {
  readonly entry: string
  readonly hash: string
}

/** Returns the entries that win, the first prize first. */
export function winnersAmong(entries: readonly DrawnEntry[], count: number): readonly string[] {
  return entries
    .toSorted((a, b) => compare(a.hash, b.hash) || compare(a.entry, b.entry))
    .slice(0, count)
    .map(({ entry }) => entry)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
