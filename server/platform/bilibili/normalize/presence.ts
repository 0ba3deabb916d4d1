import type { User } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import type { BareDraft, Echo, ReadTools } from '../../platform.ts'
import { fieldsOf, secondsOf, textOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { badgeOf, jsonBadgeOf, venueAt } from '../fan.ts'
import { decodeBase64 } from '../protobuf.ts'
import { userOf } from '../user.ts'

/** `INTERACT_WORD`: somebody came in, follows, shares or likes. */
export function presence(command: Command, { venue }: ReadTools): Meaning {
  const data = fieldsOf<PresenceField>(command['data'])
  const profile = fieldsOf<'base' | 'wealth'>(data.uinfo)
  const user = userOf({
    uid: data.uid,
    name: data.uname,
    face: fieldsOf<'face'>(profile.base).face,
    level: fieldsOf<'level'>(profile.wealth).level,
    guard: data.privilege_type,
    fan: jsonBadgeOf(data.fans_medal, venueAt(data.roomid, venue)),
  })
  return presenceOf(data.msg_type, user, secondsOf(data.timestamp))
}

type PresenceField =
  | 'uid'
  | 'uname'
  | 'msg_type'
  | 'roomid'
  | 'timestamp'
  | 'fans_medal'
  | 'privilege_type'
  | 'uinfo'

/** `INTERACT_WORD_V2`: the same as protobuf. */
export function presencePacked(command: Command, { venue }: ReadTools): Meaning {
  const data = fieldsOf<'pb'>(command['data'])
  const message = decodeBase64(data.pb, bilibili.InteractWord)
  if (message === undefined) return undefined
  const { fansMedal, uinfo } = message
  const user = userOf({
    uid: message.uid.toString(),
    name: message.uname,
    face: uinfo?.base?.face,
    level: uinfo?.wealth?.level,
    guard: message.privilegeType,
    fan: badgeOf(
      {
        name: fansMedal?.medalName,
        level: fansMedal?.medalLevel,
        badgeRoom: fansMedal?.anchorRoomid?.toString(),
        badgeAnchor: fansMedal?.targetId?.toString(),
      },
      venueAt(message.roomid.toString(), venue),
    ),
  })
  return presenceOf(message.msgType, user, secondsOf(message.timestamp.toString()))
}

function presenceOf(kind: unknown, user: User | undefined, at: number | undefined): Meaning {
  if (user === undefined) return undefined
  const draft = draftOf(kind)
  if (draft === undefined) return undefined
  const echo = draft.type === 'enter' ? entrance('fact', user) : undefined
  return [present({ ...draft, at, user, echo })]
}

/**
 * `ENTRY_EFFECT`: somebody comes in with a show of it. Their `INTERACT_WORD` mostly follows within two
 * seconds and says the same without the guard level.
 */
export function entryEffect(command: Command): Meaning {
  const data = fieldsOf<EffectField>(command['data'])
  const base = fieldsOf<'name' | 'face'>(fieldsOf<'base'>(data.uinfo).base)
  const user = userOf({
    uid: data.uid,
    name: textOf(base.name) ?? nameIn(data.copy_writing),
    face: data.face ?? base.face,
    guard: data.privilege_type,
  })
  return user && [present({ type: 'enter', user, echo: entrance('rumour', user) })]
}

type EffectField = 'uid' | 'uinfo' | 'face' | 'privilege_type' | 'copy_writing'

// 61 measured cases took up to 1.5 s.
const followsMs = 2_000

function entrance(kind: Echo['kind'], { id, name }: User): Echo {
  return { kind, key: `enter/${id ?? name}`, waitMs: followsMs }
}

/** The name in words such as `欢迎舰长 <%name%> 进入直播间`; a long one is cut short there. */
function nameIn(words: unknown): string | undefined {
  return /<%(.+?)%>/.exec(textOf(words) ?? '')?.[1]
}

function draftOf(kind: unknown): BareDraft | undefined {
  switch (kind) {
    case 1:
      return { type: 'enter' }
    case 2: // follows
    case 4: // follows with special attention
    case 5: // follows back
      return { type: 'follow' }
    case 3:
      return { type: 'share' }
    case 6:
      return { type: 'like', count: 1 }
    default:
      return undefined
  }
}
