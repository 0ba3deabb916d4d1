import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import type { NotifyMessage, RoomMessage } from '../message.ts'
import { userStampOf } from '../user.ts'
import { wordsOf } from '../words.ts'

/**
 * Reads a message of the platform to this room. Many have no text but a scene, which the site
 * renders.
 */
export function roomMessage(
  { bizScene, common, content }: RoomMessage,
  envelope: Envelope,
): Normalized {
  const text = wordsOf(common, content)
  if (text === undefined) return content === '' && bizScene === '' ? undefined : []
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'notice', ...stamp, code: 'room-message', level: 'info', text }]
}

// Some messages have a scene, such as `live_gift_notify`, instead of a text.
const sceneName = /^[a-z][a-z\d_]*$/

/**
 * Reads a message of the platform to many rooms, such as one about a big gift. It is for display:
 * the gift itself arrives as an event of its own room.
 */
export function notify({ common, content, user }: NotifyMessage, envelope: Envelope): Normalized {
  const text = wordsOf(common, sceneName.test(content) ? '' : content)
  if (text === undefined) return content === '' ? undefined : []
  const notice = { code: 'site-message', level: 'info', text } as const
  return [{ type: 'notice', ...userStampOf(envelope, user, common?.createTime), ...notice }]
}
