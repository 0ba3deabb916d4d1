import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { NotifyMessage, RoomMessage } from '../message.ts'
import { userOf } from '../user.ts'

/** The platform says something in this room. */
export function roomMessage({ common, content }: RoomMessage, envelope: Envelope): Meaning {
  if (content === '') return undefined
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'notice', ...stamp, code: 'room-message', level: 'info', text: content }]
}

/** The platform says something across rooms, such as that somebody gave a big gift. */
export function notify({ common, content, user }: NotifyMessage, envelope: Envelope): Meaning {
  if (content === '') return undefined
  const notice = { code: 'site-message', level: 'info', text: content } as const
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'notice', ...stamp, ...given({ user: userOf(user, envelope) }), ...notice }]
}
