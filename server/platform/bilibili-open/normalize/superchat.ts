import { countOf, fieldsOf, idOf, itemsOf, secondsOf, textOf } from '../../json/field.ts'
import { yuan } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { messageId, superchatId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/** Reads `SUPER_CHAT`: a paid message. */
export function superchat(command: Command): Normalized {
  const data = fieldsOf<SuperchatField>(command['data'])
  const user = userOf(data)
  const number = idOf(data.message_id)
  const price = countOf(data.rmb)
  const id = number === undefined ? messageId(data.msg_id) : superchatId(number)
  if (id === undefined || price === undefined) return undefined
  const startsAt = secondsOf(data.start_time) ?? 0
  return [
    omitUndefined({
      type: 'superchat',
      id,
      at: secondsOf(data.timestamp),
      user,
      text: textOf(data.message) ?? '',
      value: yuan(price),
      // A missing display time must not lose the money.
      shownMs: Math.max(0, (secondsOf(data.end_time) ?? startsAt) - startsAt),
    }),
  ]
}

type SuperchatField =
  | UserField
  | 'message_id'
  | 'msg_id'
  | 'message'
  | 'rmb'
  | 'timestamp'
  | 'start_time'
  | 'end_time'

/** Reads `SUPER_CHAT_DEL`: paid messages are withdrawn. */
export function superchatDelete(command: Command): Normalized {
  const data = fieldsOf<'message_ids' | 'msg_id'>(command['data'])
  const numbers = itemsOf(data.message_ids).map(idOf)
  const events = numbers.filter((number) => number !== undefined).map(superchatId)
  if (events.length === 0) return undefined
  return [omitUndefined({ type: 'retract', id: messageId(data.msg_id), target: { events } })]
}
