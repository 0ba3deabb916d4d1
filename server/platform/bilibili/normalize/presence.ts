import type { User } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import type { PlatformDraft } from '../../platform.ts'
import { fieldsOf, secondsOf } from '../../wire/field.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { badgeOf, jsonBadgeOf } from '../fan.ts'
import { decodeBase64 } from '../protobuf.ts'
import { userOf } from '../user.ts'

/** `INTERACT_WORD`: somebody came in, follows, shares or likes. */
export function presence(command: Command): Meaning {
  const data = fieldsOf<PresenceField>(command['data'])
  const profile = fieldsOf<'base' | 'wealth'>(data.uinfo)
  const user = userOf({
    uid: data.uid,
    name: data.uname,
    face: fieldsOf<'face'>(profile.base).face,
    level: fieldsOf<'level'>(profile.wealth).level,
    guard: data.privilege_type,
    fan: jsonBadgeOf(data.fans_medal, data.roomid),
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
export function presencePacked(command: Command): Meaning {
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
    fan: badgeOf({
      name: fansMedal?.medalName,
      level: fansMedal?.medalLevel,
      badgeRoom: fansMedal?.anchorRoomid?.toString(),
      room: message.roomid.toString(),
    }),
  })
  return presenceOf(message.msgType, user, secondsOf(message.timestamp.toString()))
}

function presenceOf(kind: unknown, user: User | undefined, at: number | undefined): Meaning {
  if (user === undefined) return undefined
  const draft = draftOf(kind)
  return draft && [present({ ...draft, at, user })]
}

function draftOf(kind: unknown): PlatformDraft | undefined {
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
