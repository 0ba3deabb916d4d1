import type { User } from '../../../proto/feed/index.ts'
import type { ChatLine } from '../../platform/connector.ts'

/** How far the times of one line may lie apart, as its site tells them in two places. */
export const toleranceMs = 2_000

/**
 * Whether two tellings are of one line where an id does not decide it: by who said it, the words and
 * the time.
 */
export function isSameLine(one: ChatLine, other: ChatLine): boolean {
  return (
    one.text === other.text && isSameTime(one.at, other.at) && isSamePerson(one.user, other.user)
  )
}

/** What a line is counted by: its id, or else all that is known of it. */
export function keyOf({ id, user, text, at }: ChatLine): string {
  return id ?? JSON.stringify([user?.id, user?.name, text, at])
}

function isSameTime(one: number | undefined, other: number | undefined): boolean {
  return one === undefined || other === undefined || Math.abs(one - other) <= toleranceMs
}

/** A hidden person has no id that holds in both places, so only the name is left. */
function isSamePerson(one: User | undefined, other: User | undefined): boolean {
  const [id, otherId] = [openIdOf(one), openIdOf(other)]
  if (id !== undefined && otherId !== undefined) return id === otherId
  return isSameName(one?.name ?? '', other?.name ?? '')
}

function openIdOf(user: User | undefined): string | undefined {
  return user?.masked === true ? undefined : user?.id
}

/** Sites hide all but the beginning of a name, such as `S***`, and not from everybody. */
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
