import { idOf } from '../json/field.ts'

/** The name of the open platform, and the prefix of all its ids. */
export const platformName = 'bilibili-open'

/** Returns the feed's id for an id of the open platform. */
export function feedId(upstream: string): string {
  return `${platformName}:${upstream}`
}

/** Returns the id of a message; undefined if it has none. */
export function messageId(value: unknown): string | undefined {
  const id = idOf(value)
  return id === undefined ? undefined : feedId(id)
}

/** Returns the id of a superchat from its own number, because its withdrawal names that. */
export function superchatId(number: string): string {
  return feedId(`sc-${number}`)
}
