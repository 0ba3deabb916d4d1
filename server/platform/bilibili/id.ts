/** The name of the web protocol's platform, and the prefix of all its ids. */
export const platformName = 'bilibili'

/** The feed's id of somebody or something Bilibili has an id for. */
export function feedId(upstream: string): string {
  return `${platformName}:${upstream}`
}

/** The same for an event, which upstream numbers apart for each kind; absent if it has none. */
export function eventId(kind: string, upstream: string | undefined): string | undefined {
  return upstream === undefined ? undefined : feedId(`${kind}-${upstream}`)
}
