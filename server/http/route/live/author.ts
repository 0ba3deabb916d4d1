import { decide } from '../../../account/policy.ts'
import type { Principal } from '../../../account/principal.ts'
import type { Author } from '../../../live/comments.ts'
import { type CountedPeer, keyOf } from '../../limit/limits.ts'
import { type LiveRouteParts, personOf } from './view.ts'

/** A caller, and the client that it uses. */
export interface Caller {
  readonly principal: Principal
  readonly from: CountedPeer
}

/** Returns the author that a caller is in a room. @throws Problem without an account. */
export function authorOf({ principal, from }: Caller, slug: string, parts: LiveRouteParts): Author {
  const { role: ofServer, ...person } = personOf(principal, parts)
  const { id } = person
  const { rooms, restrictions } = parts.live
  const exempt = decide(principal, 'moderate', parts.rooms.find(`live:${slug}`)).allowed
  const address = ofServer === 'guest' ? keyOf(from) : undefined
  const restriction = restrictions.of(slug, id, address)
  return { ...person, role: rooms.roleOf(slug, id), exempt, restriction }
}
