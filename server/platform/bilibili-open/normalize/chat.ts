import type { ReadContext } from '../../platform.ts'
import { addressOf, fieldsOf, secondsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/** Reads `DM`: a line of chat, or one picture. */
export function chat(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<ChatField>(command['data'])
  const user = userOf(data, roomContext)
  const text = textOf(data.msg)
  const image = data.dm_type === 1 ? addressOf(data.emoji_img_url) : undefined
  if (text === undefined && image === undefined) return undefined
  return [
    omitUndefined({
      type: 'chat',
      id: messageId(data.msg_id),
      at: secondsOf(data.timestamp),
      user,
      text: text ?? '',
      parts: image === undefined ? undefined : [omitUndefined({ image, alt: text })],
      replyTo: userOf({ open_id: data.reply_open_id, uname: data.reply_uname }),
    }),
  ]
}

type ChatField =
  | UserField
  | 'msg'
  | 'msg_id'
  | 'timestamp'
  | 'dm_type'
  | 'emoji_img_url'
  | 'reply_open_id'
  | 'reply_uname'
