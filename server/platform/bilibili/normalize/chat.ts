import type { ChatEvent, FanBadge, User } from '../../../../proto/feed/index.ts'
import type { ReadTools } from '../../platform.ts'
import { countOf, fieldsOf, itemsOf, positiveOf, textOf } from '../../wire/field.ts'
import { guardOf } from '../../wire/guard.ts'
import { present } from '../../wire/present.ts'
import type { Command, Meaning } from '../../wire/read.ts'
import { badgeOf } from '../fan.ts'
import { feedId } from '../id.ts'
import { anchorRole, userOf } from '../user.ts'
import { inlineEmotes, pictureLine } from './emote.ts'
import { extraOf } from './extra.ts'

/** `DANMU_MSG`: somebody said something. A nested array, `info`, that only ever grew. */
export function chat(command: Command, tools: ReadTools): Meaning {
  const info = itemsOf(command['info'])
  const style = itemsOf(info[0])
  const text = textOf(info[1])
  const user = sender(info, style, tools)
  if (text === undefined || user === undefined) return undefined
  const extra = extraOf(fieldsOf<'extra'>(style[15]).extra)
  const parts = pictureLine(style, text) ?? inlineEmotes(extra.emotes, text)
  const said = present({
    type: 'chat',
    id: extra.id === undefined ? undefined : feedId(extra.id),
    at: sentAt(style[4]),
    user,
    text,
    parts,
    color: colorOf(style[3]),
    mode: modes.get(style[1]),
    replyTo: extra.replyTo,
    auto: isAutomatic(style[9]) ? true : undefined,
  })
  return isHiddenLikeAll(user, style) ? [said, { kind: 'masked' }] : [said]
}

// 6 runs from left to right: still a scrolling line.
const modes: ReadonlyMap<unknown, NonNullable<ChatEvent['mode']>> = new Map([
  [1, 'scroll'],
  [4, 'bottom'],
  [5, 'top'],
  [6, 'scroll'],
])

function sender(
  info: readonly unknown[],
  style: readonly unknown[],
  tools: ReadTools,
): User | undefined {
  const [uid, name, admin, vip, svip] = itemsOf(info[2])
  const profile = fieldsOf<'user'>(style[15]).user
  const base = fieldsOf<'base'>(profile).base
  return userOf({
    uid,
    name,
    face: fieldsOf<'face'>(base).face,
    level: itemsOf(info[16])[0],
    guard: info[7],
    fan: badge(info, tools),
    roles: rolesOf(anchorRole(uid, tools.venue), admin === 1, vip === 1 || svip === 1),
    maskedId: maskedId(uid, style[7], tools),
  })
}

/**
 * Whether the connection hides people. Who pays to be a mystery (神秘人) tells nothing of others, nor
 * does what the platform writes.
 */
function isHiddenLikeAll({ masked }: User, style: readonly unknown[]): boolean {
  if (masked !== true || isAutomatic(style[9])) return false
  const profile = fieldsOf<'user'>(style[15]).user
  return fieldsOf<'is_mystery'>(fieldsOf<'base'>(profile).base).is_mystery !== true
}

function rolesOf(known: readonly string[], admin: boolean, vip: boolean): readonly string[] {
  if (!admin && !vip) return known
  return [...known, ...(admin ? ['admin'] : []), ...(vip ? ['vip'] : [])]
}

/**
 * The crc of the uid is sent even where the uid is hidden, and is the only key per viewer then. It
 * can be turned back into the uid, so only its hash leaves here.
 */
function maskedId(uid: unknown, crc: unknown, tools: ReadTools): string | undefined {
  const key = textOf(crc)
  return positiveOf(uid) !== undefined || key === undefined
    ? undefined
    : `masked-${tools.mask(key)}`
}

function badge(info: readonly unknown[], { venue }: ReadTools): FanBadge | undefined {
  const medal = itemsOf(info[3])
  const facts = { name: medal[1], level: medal[0], badgeRoom: medal[3], badgeAnchor: medal[12] }
  const fan = badgeOf(facts, venue)
  if (fan === undefined || fan.own !== undefined) return fan
  // The message itself does not say which room we are in. But a badge of this room shows the guard level
  // its bearer has here, so one that shows another level is of another room. A 0 proves nothing:
  // lines the platform writes leave the sender's level out.
  const here = guardOf(info[7])
  const foreign = here !== undefined && guardOf(medal[10]) !== here
  return foreign ? { ...fan, own: false } : fan
}

// Messages of 2019 tell seconds; no time in milliseconds has been this small since 1973.
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

/** Written by the platform for somebody who takes part in a lottery or a gift storm. */
function isAutomatic(value: unknown): boolean {
  return (countOf(value) ?? 0) !== 0
}
