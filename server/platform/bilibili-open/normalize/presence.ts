import { countOf, fieldsOf, isObject, secondsOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/** Reads `LIVE_ROOM_ENTER`: a viewer came in. */
export function enter(command: Command): Normalized {
  const data = fieldsOf<UserField | 'timestamp' | 'msg_id'>(command['data'])
  if (!isObject(command['data'])) return undefined
  const user = userOf(data)
  const at = secondsOf(data.timestamp)
  return [omitUndefined({ type: 'enter', id: messageId(data.msg_id), at, user })]
}

/** Reads `LIKE`: the likes of one viewer within two seconds. */
export function like(command: Command): Normalized {
  const data = fieldsOf<UserField | 'timestamp' | 'msg_id' | 'like_count'>(command['data'])
  const user = userOf(data)
  const count = countOf(data.like_count)
  if (count === undefined) return undefined
  const at = secondsOf(data.timestamp)
  return [omitUndefined({ type: 'like', id: messageId(data.msg_id), at, user, count })]
}
