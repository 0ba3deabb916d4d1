import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { FansclubMessage } from '../message.ts'
import { userOf } from '../user.ts'

const kinds: ReadonlyMap<number, 'join' | 'upgrade'> = new Map([
  [1, 'upgrade'],
  [2, 'join'],
])

// What the site calls such a club, where the message leaves out its name.
const anyClub = '粉丝团'

/** Somebody joined the anchor's fan club, or rose in it. What joining costs, it does not say. */
export function fansclub(message: FansclubMessage, envelope: Envelope): Meaning {
  const kind = kinds.get(message.action)
  if (kind === undefined) return undefined
  const user = userOf(message.user, envelope)
  const stamp = stampOf(envelope, message.common?.createTime)
  const tier = user?.fan?.name ?? anyClub
  return [{ type: 'membership', ...stamp, ...given({ user }), kind, tier }]
}
