import type { ReadContext } from '../../platform.ts'
import { countOf, fieldsOf, idOf, itemsOf, secondsOf, textOf } from '../../json/field.ts'
import { yuan } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { jsonBadgeOf, shownBadge, roomContextAt } from '../fan.ts'
import { feedId } from '../id.ts'
import { anonymousEffects, jsonUinfoOf } from '../uinfo.ts'
import { anchorRole, userOf } from '../user.ts'

// The copy follows at once; a paid message must not be late because of it.
const copyMs = 1_000

/**
 * Reads `SUPER_CHAT_MESSAGE` and its copy `SUPER_CHAT_MESSAGE_JPN`, which may add a translation: a
 * paid message. Both have one id, and so does a repeated push: the room publishes one of them.
 */
export function superchat(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<SuperchatField>(command['data'])
  const profile = fieldsOf<ProfileField>(data.user_info)
  const here = roomContextAt(command['roomid'], roomContext)
  const uinfo = jsonUinfoOf(data.uinfo)
  const user = userOf({
    uid: data.uid,
    name: profile.uname,
    face: profile.face,
    guard: profile.guard_level,
    fan: shownBadge(uinfo, jsonBadgeOf(data.medal_info, here), here),
    roles: [...anchorRole(data.uid, roomContext), ...(profile.manager === 1 ? ['admin'] : [])],
    uinfo,
  })
  const id = idOf(data.id)
  const price = countOf(data.price)
  if (id === undefined || price === undefined) return undefined
  const at = secondsOf(data.start_time)
  const translation = textOf(data.message_jpn) ?? textOf(data.message_trans)
  const isWhole = translation !== undefined || command['cmd'] === 'SUPER_CHAT_MESSAGE_JPN'
  return [
    omitUndefined({
      type: 'superchat',
      id: superchatId(id),
      at,
      user,
      text: textOf(data.message) ?? '',
      value: yuan(price),
      // A missing display time must not lose the money.
      shownMs: secondsOf(data.time) ?? 0,
      translation,
      provisional: { kind: isWhole ? 'confirmed' : 'provisional', key: `sc/${id}`, waitMs: copyMs },
    }),
    ...anonymousEffects(data.uid, uinfo),
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
  | 'uinfo'

type ProfileField = 'uname' | 'face' | 'guard_level' | 'manager'

/** Reads `SUPER_CHAT_MESSAGE_DELETE`: paid messages are withdrawn. */
export function superchatDelete(command: Command): Normalized {
  const data = fieldsOf<'ids'>(command['data'])
  const ids = itemsOf(data.ids).map(idOf)
  const events = ids.filter((id) => id !== undefined).map(superchatId)
  if (events.length === 0) return undefined
  return [{ type: 'retract', target: { events } }]
}

function superchatId(id: string): string {
  return feedId(`sc-${id}`)
}
