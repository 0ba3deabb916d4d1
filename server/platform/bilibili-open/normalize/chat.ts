import type { ReadTools } from '../../platform.ts'
import { addressOf, fieldsOf, secondsOf, textOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/** `DM`: somebody said something, or showed one picture. */
export function chat(command: Command, { venue }: ReadTools): Meaning {
  const data = fieldsOf<ChatField>(command['data'])
  const user = userOf(data, venue)
  const text = textOf(data.msg)
  const image = data.dm_type === 1 ? addressOf(data.emoji_img_url) : undefined
  if (text === undefined && image === undefined) return undefined
  return [
    present({
      type: 'chat',
      id: messageId(data.msg_id),
      at: secondsOf(data.timestamp),
      user,
      text: text ?? '',
      parts: image === undefined ? undefined : [present({ image, alt: text })],
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
