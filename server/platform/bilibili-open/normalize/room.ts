import { fieldsOf, isObject, secondsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Normalized, Normalize } from '../../bilibili-packet/read.ts'
import { messageId } from '../id.ts'

/** Returns the reader of `LIVE_START` or `LIVE_END`: the broadcast. */
export function room(state: 'live' | 'ended'): Normalize {
  return (command): Normalized => {
    const data = fieldsOf<'msg_id' | 'timestamp' | 'title'>(command['data'])
    if (!isObject(command['data'])) return undefined
    const at = secondsOf(data.timestamp)
    const id = messageId(data.msg_id)
    return [omitUndefined({ type: 'room', id, at, state, title: textOf(data.title) })]
  }
}
