import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { given } from '../given.ts'
import type { NotifyMessage, RoomMessage } from '../message.ts'
import { userOf } from '../user.ts'
import { wordsOf } from '../words.ts'

/**
 * The platform says something in this room. Many of these have no words but name a scene, which the
 * site draws by itself.
 */
export function roomMessage(
  { bizScene, common, content }: RoomMessage,
  envelope: Envelope,
): Meaning {
  const text = wordsOf(common, content)
  if (text === undefined) return content === '' && bizScene === '' ? undefined : []
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'notice', ...stamp, code: 'room-message', level: 'info', text }]
}

// Some of them name a scene, such as `live_gift_notify`, where others have words.
const sceneName = /^[a-z][a-z\d_]*$/

/**
 * The platform says something across rooms, such as that somebody gave a big gift. That is told for
 * display: the gift itself comes as one, to its own room.
 */
export function notify({ common, content, user }: NotifyMessage, envelope: Envelope): Meaning {
  const text = wordsOf(common, sceneName.test(content) ? '' : content)
  if (text === undefined) return content === '' ? undefined : []
  const notice = { code: 'site-message', level: 'info', text } as const
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'notice', ...stamp, ...given({ user: userOf(user, envelope) }), ...notice }]
}
