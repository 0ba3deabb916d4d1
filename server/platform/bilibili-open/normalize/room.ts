import { fieldsOf, isObject, secondsOf, textOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Meaning, Normalize } from '../../wire/read.ts'
import { messageId } from '../id.ts'

/** `LIVE_START` and `LIVE_END`: the broadcast. */
export function room(state: 'live' | 'ended'): Normalize {
  return (command): Meaning => {
    const data = fieldsOf<'msg_id' | 'timestamp' | 'title'>(command['data'])
    if (!isObject(command['data'])) return undefined
    const at = secondsOf(data.timestamp)
    const id = messageId(data.msg_id)
    return [present({ type: 'room', id, at, state, title: textOf(data.title) })]
  }
}
