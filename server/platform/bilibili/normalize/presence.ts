import type { User } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import type { BareDraft, Provisional, ReadContext } from '../../platform.ts'
import { countOf, fieldsOf, isObject, nameOf, secondsOf, textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { badgeOf, jsonBadgeOf, shownBadge, roomContextAt } from '../fan.ts'
import { decodeBase64 } from '../protobuf.ts'
import { anonymousEffects, jsonUinfoOf, packedUinfoOf, type Uinfo } from '../uinfo.ts'
import { keyOf, type UserFacts, userOf } from '../user.ts'

/** Reads `INTERACT_WORD`: a viewer came in, follows, shares or likes. */
export function presence(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<PresenceField>(command['data'])
  if (!isObject(command['data'])) return undefined
  const here = roomContextAt(data.roomid, roomContext)
  const uinfo = jsonUinfoOf(data.uinfo)
  return presenceOf({
    kind: data.msg_type,
    words: data.spread_desc,
    at: secondsOf(data.timestamp),
    user: {
      uid: data.uid,
      name: data.uname,
      guard: data.privilege_type,
      fan: shownBadge(uinfo, jsonBadgeOf(data.fans_medal, here), here),
      uinfo,
    },
  })
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
  | 'spread_desc'

/** Reads `INTERACT_WORD_V2`: the same as protobuf. */
export function presencePacked(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<'pb'>(command['data'])
  const message = decodeBase64(data.pb, bilibili.InteractWord)
  if (message === undefined) return undefined
  const { fansMedal } = message
  const here = roomContextAt(message.roomid.toString(), roomContext)
  const uinfo = packedUinfoOf(message.uinfo)
  const worn = badgeOf(
    {
      name: fansMedal?.medalName,
      level: fansMedal?.medalLevel,
      badgeRoom: fansMedal?.anchorRoomid?.toString(),
      badgeAnchor: fansMedal?.targetId?.toString(),
    },
    here,
  )
  return presenceOf({
    kind: message.msgType,
    at: secondsOf(message.timestamp.toString()),
    user: {
      uid: message.uid.toString(),
      name: message.uname,
      guard: message.privilegeType,
      fan: shownBadge(uinfo, worn, here),
      uinfo,
    },
  })
}

interface Presence {
  readonly kind: unknown
  readonly words?: unknown
  readonly at: number | undefined
  readonly user: UserFacts
}

function presenceOf({ kind, words, at, user: facts }: Presence): Normalized {
  const user = userOf(facts)
  const draft = draftOf(kind, words)
  const provisional = draft.type === 'enter' ? entrance('confirmed', user, facts.uinfo) : undefined
  return [
    omitUndefined({ ...draft, at, user, provisional }),
    ...anonymousEffects(facts.uid, facts.uinfo),
  ]
}

/**
 * Reads `ENTRY_EFFECT`: a viewer comes in with an effect. The `INTERACT_WORD` of the viewer mostly
 * follows within two seconds and has the same fields without the guard level.
 */
export function entryEffect(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<EffectField>(command['data'])
  if (!isObject(command['data'])) return undefined
  const uinfo = jsonUinfoOf(data.uinfo)
  const user = userOf({
    uid: data.uid,
    name: nameOf(uinfo.name) ?? nameIn(data.copy_writing),
    face: data.face,
    guard: data.privilege_type,
    fan: shownBadge(uinfo, undefined, roomContext),
    uinfo,
  })
  const provisional = entrance('provisional', user, uinfo)
  return [omitUndefined({ type: 'enter', user, provisional }), ...anonymousEffects(data.uid, uinfo)]
}

type EffectField = 'uid' | 'uinfo' | 'face' | 'privilege_type' | 'copy_writing'

// 61 measured cases took up to 1.5 s.
const followsMs = 2_000

function entrance(
  kind: Provisional['kind'],
  user: User | undefined,
  uinfo: Uinfo | undefined,
): Provisional | undefined {
  const key = keyOf(user, uinfo)
  return key === undefined ? undefined : { kind, key: `enter/${key}`, waitMs: followsMs }
}

/** Returns the name in a text such as `欢迎舰长 <%name%> 进入直播间`; a long one is cut short there. */
function nameIn(words: unknown): string | undefined {
  return /<%(.+?)%>/.exec(textOf(words) ?? '')?.[1]
}

function draftOf(kind: unknown, words: unknown): BareDraft {
  switch (countOf(kind) ?? 0) {
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
      return omitUndefined({
        type: 'notice',
        code: 'viewer-acted',
        level: 'info',
        text: textOf(words),
      })
  }
}
