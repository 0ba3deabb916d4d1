import { countOf, fieldsOf, idOf, itemsOf, secondsOf, textOf } from '../../wire/field.ts'
import { yuan } from '../../wire/money.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { jsonBadgeOf } from '../fan.ts'
import { feedId } from '../id.ts'
import { userOf } from '../user.ts'

/**
 * `SUPER_CHAT_MESSAGE` and its copy `SUPER_CHAT_MESSAGE_JPN`: a paid message. Both have one id, and
 * so does a repeated push, so the room keeps the first and drops the others.
 */
export function superchat(command: Command): Meaning {
  const data = fieldsOf<SuperchatField>(command['data'])
  const profile = fieldsOf<ProfileField>(data.user_info)
  const user = userOf({
    uid: data.uid,
    name: profile.uname,
    face: profile.face,
    guard: profile.guard_level,
    fan: jsonBadgeOf(data.medal_info, command['roomid']),
    roles: profile.manager === 1 ? ['admin'] : [],
  })
  const id = idOf(data.id)
  const price = countOf(data.price)
  if (user === undefined || id === undefined || price === undefined) return undefined
  const at = secondsOf(data.start_time)
  const translation = textOf(data.message_jpn) ?? textOf(data.message_trans)
  return [
    present({
      type: 'superchat',
      id: superchatId(id),
      at,
      user,
      text: textOf(data.message) ?? '',
      value: yuan(price),
      // Money is not lost over how long it was to be seen.
      shownMs: secondsOf(data.time) ?? 0,
      translation,
    }),
  ]
}

type SuperchatField =
  | 'id'
  | 'uid'
  | 'price'
  | 'message'
  | 'message_trans'
  | 'message_jpn'
  | 'start_time'
  | 'time'
  | 'medal_info'
  | 'user_info'

type ProfileField = 'uname' | 'face' | 'guard_level' | 'manager'

/** `SUPER_CHAT_MESSAGE_DELETE`: paid messages are withdrawn. */
export function superchatDelete(command: Command): Meaning {
  const data = fieldsOf<'ids'>(command['data'])
  const ids = itemsOf(data.ids).map(idOf)
  const events = ids.filter((id) => id !== undefined).map(superchatId)
  if (events.length === 0 || events.length < ids.length) return undefined
  return [{ type: 'retract', target: { events } }]
}

function superchatId(id: string): string {
  return feedId(`sc-${id}`)
}
