/** The name of the platform, and the prefix of all its ids. */
export const platformName = 'douyin'

/** Returns the feed's id for an id of Douyin. */
export function feedId(upstream: string): string {
  return `${platformName}:${upstream}`
}
