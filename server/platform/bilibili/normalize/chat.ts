import type { ChatEvent, FanBadge, User } from '../../../../proto/feed/index.ts'
import type { ReadContext } from '../../platform.ts'
import { countOf, fieldsOf, idOf, itemsOf, positiveOf, textOf } from '../../json/field.ts'
import { guardOf } from '../../bilibili-packet/guard-level.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { badgeOf, shownBadge } from '../fan.ts'
import { feedId } from '../id.ts'
import { anonymousEffects, jsonUinfoOf, type Uinfo } from '../uinfo.ts'
import { anchorRole, userOf } from '../user.ts'
import { inlineEmotes, pictureLine } from './emote.ts'
import { extraOf } from './extra.ts'
import { lineOf } from './special-line.ts'

/** Reads `DANMU_MSG`: a line of chat. Its nested array `info` has only ever grown. */
export function chat(command: Command, tools: ReadContext): Normalized {
  const info = itemsOf(command['info'])
  const style = itemsOf(info[0])
  const line = lineOf(info[1], style)
  if (line === undefined || line === 'set-aside') return line
  const { text } = line
  const profile = fieldsOf<'user' | 'extra'>(style[15])
  const uinfo = jsonUinfoOf(profile.user)
  const auto = line.special || isAutomatic(style[9])
  const sender = senderOf({ info, style, uinfo, special: line.special }, tools)
  const extra = extraOf(profile.extra)
  const parts = pictureLine(style, text) ?? inlineEmotes(extra.emotes, text)
  const said = omitUndefined({
    type: 'chat',
    id: extra.id === undefined ? undefined : feedId(extra.id),
    at: sentAt(style[4]),
    user: sender,
    text,
    parts,
    color: colorOf(style[3]),
    mode: modes.get(style[1]),
    replyTo: extra.replyTo,
    auto: auto ? true : undefined,
  })
  const isHidden = sender?.masked === true && !auto
  const [uid] = itemsOf(info[2])
  if (isHidden && !uinfo.hidden) return [said, { kind: 'masked' }]
  return isHidden ? [said, ...anonymousEffects(uid, uinfo)] : [said]
}

// 6 runs from left to right: still a scrolling line.
const modes: ReadonlyMap<unknown, NonNullable<ChatEvent['mode']>> = new Map([
  [1, 'scroll'],
  [4, 'bottom'],
  [5, 'top'],
  [6, 'scroll'],
])

interface LineFields {
  readonly info: readonly unknown[]
  readonly style: readonly unknown[]
  readonly uinfo: Uinfo
  /** True for a special line, which the platform sends in the name of a hidden moderator. */
  readonly special: boolean
}

function senderOf(
  { info, style, uinfo, special }: LineFields,
  tools: ReadContext,
): User | undefined {
  const [uid, name, admin, vip, svip] = itemsOf(info[2])
  const { roomContext } = tools
  return userOf({
    uid,
    name,
    level: itemsOf(info[16])[0],
    guard: info[7],
    fan: shownBadge(uinfo, badge(info, tools), roomContext),
    roles: special
      ? []
      : rolesOf(anchorRole(uid, roomContext), admin === 1, vip === 1 || svip === 1),
    maskedId: maskedId(uid, style[7], tools),
    uinfo,
  })
}

function rolesOf(known: readonly string[], admin: boolean, vip: boolean): readonly string[] {
  if (!admin && !vip) return known
  return [...known, ...(admin ? ['admin'] : []), ...(vip ? ['vip'] : [])]
}

// crc32 of `0`: shared by all users whose uid was hidden before the checksum was computed.
const crcOfUidZero = 'f4dbdf21'

/**
 * Returns the id of a masked user. The crc of the uid is sent even where the uid is hidden, and is
 * the only key per viewer then. It can be turned back into the uid, so only its hash is published.
 */
function maskedId(uid: unknown, crc: unknown, tools: ReadContext): string | undefined {
  const key = textOf(crc)
  return idOf(uid) !== undefined || key === undefined || key === crcOfUidZero
    ? undefined
    : `masked-${tools.mask(key)}`
}

function badge(info: readonly unknown[], { roomContext }: ReadContext): FanBadge | undefined {
  const medal = itemsOf(info[3])
  const facts = { name: medal[1], level: medal[0], badgeRoom: medal[3], badgeAnchor: medal[12] }
  const fan = badgeOf(facts, roomContext)
  if (fan === undefined || fan.own !== undefined) return fan
  // The message itself does not contain the room. But a badge of this room shows the guard level of
  // its owner here, so one with another level is of another room. A 0 proves nothing: lines of the
  // platform omit the sender's level.
  const here = guardOf(info[7])
  const foreign = here !== undefined && guardOf(medal[10]) !== here
  return foreign ? { ...fan, own: false } : fan
}

// Messages of 2019 have seconds; no time in milliseconds has been this small since 1973.
const secondsBelow = 1e11

function sentAt(value: unknown): number | undefined {
  const at = positiveOf(value)
  return at !== undefined && at < secondsBelow ? at * 1000 : at
}

function colorOf(value: unknown): string | undefined {
  const rgb = countOf(value)
  if (rgb === undefined || rgb > 0xffffff) return undefined
  return `#${rgb.toString(16).padStart(6, '0')}`
}

/** Returns true for a line that the platform writes for a user in a lottery or a gift storm. */
function isAutomatic(value: unknown): boolean {
  return (countOf(value) ?? 0) !== 0
}
