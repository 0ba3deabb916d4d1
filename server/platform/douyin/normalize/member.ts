import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { MemberMessage } from '../message.ts'
import { userOf } from '../user.ts'

const comesIn = 1

/** Somebody came in. The head count beside it disagrees with that of the room: it is not read. */
export function member(message: MemberMessage, envelope: Envelope): Meaning {
  if (message.action.toNumber() !== comesIn) return undefined
  const stamp = stampOf(envelope, message.common?.createTime)
  return [{ type: 'enter', ...stamp, ...given({ user: userOf(message.user, envelope) }) }]
}
