import type { bilibili } from '../../../proto/gen/bilibili.js'
import type { Effect } from '../platform.ts'
import { fieldsOf, idOf } from '../wire/field.ts'

/** What the newer commands tell about somebody in a block of its own, still unread. */
export interface Uinfo {
  readonly name?: unknown
  readonly face?: unknown
  /** Wealth (荣耀) level. */
  readonly level?: unknown
  /** The badge of this room, where the anchor has that shown; else the one worn. */
  readonly medal?: {
    readonly name: unknown
    readonly level: unknown
    readonly badgeAnchor: unknown
  }
  /** Whether somebody chose to be nobody. */
  readonly hidden: boolean
}

/** Stands where a command has none. */
export const unknownUinfo: Uinfo = { hidden: false }

/** Looks at a `uinfo` or `sender_uinfo` of a JSON command. */
export function jsonUinfoOf(value: unknown): Uinfo {
  const uinfo = fieldsOf<'base' | 'medal' | 'wealth' | 'anon'>(value)
  const base = fieldsOf<'name' | 'face' | 'is_mystery'>(uinfo.base)
  const medal = fieldsOf<'name' | 'level' | 'ruid'>(uinfo.medal)
  return {
    name: base.name,
    face: base.face,
    level: fieldsOf<'level'>(uinfo.wealth).level,
    medal: { name: medal.name, level: medal.level, badgeAnchor: medal.ruid },
    hidden: isSet(base.is_mystery) || isSet(fieldsOf<'flag'>(uinfo.anon).flag),
  }
}

/** Looks at the same in protobuf. */
export function packedUinfoOf(uinfo: bilibili.UserInfo.$Properties | null | undefined): Uinfo {
  const { base, medal, wealth, anon } = uinfo ?? {}
  return {
    name: base?.name,
    face: base?.face,
    level: wealth?.level,
    medal: { name: medal?.name, level: medal?.level, badgeAnchor: medal?.ruid?.toString() },
    hidden: isSet(base?.isMystery) || isSet(anon?.flag),
  }
}

/**
 * Whether a viewer is anonymous (匿名用户): all of them share a uid of 0 and a name. Who they are is
 * told to the host alone, encrypted; nobody tries to read that here.
 */
export function isAnonymous(uid: unknown, uinfo: Uinfo | undefined): boolean {
  return uinfo?.hidden === true && idOf(uid) === undefined
}

/** Tells that somebody anonymous was seen, beside the event. */
export function hidingOf(uid: unknown, uinfo: Uinfo | undefined): readonly Effect[] {
  return isAnonymous(uid, uinfo) ? [{ kind: 'anonymous' }] : []
}

function isSet(value: unknown): boolean {
  return value === true || value === 1
}
