import { countOf, fieldsOf, isObject, secondsOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/** `LIVE_ROOM_ENTER`: somebody came in. */
export function enter(command: Command): Meaning {
  const data = fieldsOf<UserField | 'timestamp' | 'msg_id'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const user = userOf(data)
  const at = secondsOf(data.timestamp)
  return [present({ type: 'enter', id: messageId(data.msg_id), at, user })]
}

/** `LIKE`: what one viewer liked within two seconds. */
export function like(command: Command): Meaning {
  const data = fieldsOf<UserField | 'timestamp' | 'msg_id' | 'like_count'>(command['data'])
  const user = userOf(data)
  const count = countOf(data.like_count)
  if (count === undefined) return undefined
  const at = secondsOf(data.timestamp)
  return [present({ type: 'like', id: messageId(data.msg_id), at, user, count })]
}
