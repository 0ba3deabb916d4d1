import { idOf } from '../json/field.ts'

/** The name of the open platform, and the prefix of all its ids. */
export const platformName = 'bilibili-open'

/** The feed's id of somebody or something the open platform has an id for. */
export function feedId(upstream: string): string {
  return `${platformName}:${upstream}`
}

/** Every message has an id of its own; absent if it came without. */
export function messageId(value: unknown): string | undefined {
  const id = idOf(value)
  return id === undefined ? undefined : feedId(id)
}

/** A superchat goes by its own number, because its withdrawal names that. */
export function superchatId(number: string): string {
  return feedId(`sc-${number}`)
}
