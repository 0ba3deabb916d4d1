import type { User } from '../../../proto/feed/index.ts'
import type { ChatLine } from '../../platform/connector.ts'

/** The greatest difference between the two times that a site gives one line, in milliseconds. */
export const toleranceMs = 2_000

/**
 * Returns true if two records are of the same line, by sender, text and time. It is for lines that
 * cannot be compared by id.
 */
export function isSameLine(one: ChatLine, other: ChatLine): boolean {
  return (
    one.text === other.text && isSameTime(one.at, other.at) && isSamePerson(one.user, other.user)
  )
}

/** Returns the key of a line: its id, or else all of its fields. */
export function keyOf({ id, user, text, at }: ChatLine): string {
  return id ?? JSON.stringify([user?.id, user?.name, text, at])
}

function isSameTime(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined || Math.abs(one - other) <= toleranceMs
}

/** Compares ids; a masked sender has no id that is the same in both places, so compares names. */
function isSamePerson(one: User | undefined, other: User | undefined): boolean {
  const [id, otherId] = [openIdOf(one), openIdOf(other)]
  if (id !== undefined && otherId !== undefined) return id === otherId
  return isSameName(one?.name ?? '', other?.name ?? '')
}

function openIdOf(user: User | undefined): string | undefined {
  return user?.masked === true ? undefined : user?.id
}

/** Compares names, of which a site may mask all but the beginning, such as `S***`, for some. */
function isSameName(one: string, other: string): boolean {
  if (one === other) return true
  const [shown, otherShown] = [shownPartOf(one), shownPartOf(other)]
  return (
    (shown !== undefined && other.startsWith(shown)) ||
    (otherShown !== undefined && one.startsWith(otherShown))
  )
}

function shownPartOf(name: string): string | undefined {
  return /^(.+?)\*{2,}$/u.exec(name)?.[1]
}
