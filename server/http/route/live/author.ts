import { decide } from '../../../account/policy.ts'
import type { Principal } from '../../../account/principal.ts'
import { refusedByRestriction } from '../../../live/comment-rules.ts'
import type { Author } from '../../../live/comments.ts'
import { type CountedPeer, keyOf } from '../../limit/limits.ts'
import { Problem } from '../../problem.ts'
import { type LiveRouteParts, personOf } from './view.ts'

/** A caller, and the client that it uses. */
export interface Caller {
  readonly principal: Principal
  readonly from: CountedPeer
}

/** Returns the author that a caller is in a room. @throws Problem without an account. */
export function authorOf({ principal, from }: Caller, slug: string, parts: LiveRouteParts): Author {
  const { id, name, createdAt, role: ofServer } = personOf(principal, parts)
  const { rooms, restrictions } = parts.live
  const exempt = decide(principal, 'moderate', parts.rooms.find(`live:${slug}`)).allowed
  const address = ofServer === 'guest' ? keyOf(from) : undefined
  const restriction = restrictions.of(slug, id, address)
  return { id, name, createdAt, role: rooms.roleOf(slug, id), exempt, restriction }
}

/** Checks that a person may send something. @throws Problem if it is banned or muted. */
export function requireUnrestricted(
  { exempt, restriction }: Author,
  what: 'likes' | 'gifts',
  { clock }: Pick<LiveRouteParts, 'clock'>,
): void {
  const refused = exempt ? undefined : refusedByRestriction(restriction, clock.now())
  if (!refused) return
  const { cause: reason, waitMs } = refused
  const detail = `your ${what} are not accepted: ${reason}`
  throw new Problem('not-allowed', detail, { reason, ...(waitMs && { afterMs: waitMs }) })
}
