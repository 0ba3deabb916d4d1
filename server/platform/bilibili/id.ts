/** The name of the web protocol's platform, and the prefix of all its ids. */
export const platformName = 'bilibili'

/** Returns the feed's id for an id of Bilibili. */
export function feedId(upstream: string): string {
  return `${platformName}:${upstream}`
}

/**
 * Returns the feed's id of an event, which upstream numbers separately for each kind; undefined if
 * it has none.
 */
export function eventId(kind: string, upstream: string | undefined): string | undefined {
  return upstream === undefined ? undefined : feedId(`${kind}-${upstream}`)
}
