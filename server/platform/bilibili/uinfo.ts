import type { bilibili } from '../../../proto/gen/bilibili.js'
import type { Effect } from '../platform.ts'
import { fieldsOf, idOf } from '../json/field.ts'

/** The unparsed fields of the `uinfo` block about a user, which newer commands have. */
export interface Uinfo {
  readonly name?: unknown
  readonly face?: unknown
  /** Wealth (荣耀) level. */
  readonly level?: unknown
  /** The badge of this room, if the anchor shows it; else the worn one. */
  readonly medal?: {
    readonly name: unknown
    readonly level: unknown
    readonly badgeAnchor: unknown
  }
  /** True if the user chose to be anonymous. */
  readonly hidden: boolean
}

/** The default for commands without the block. */
export const unknownUinfo: Uinfo = { hidden: false }

/** Reads the fields of a `uinfo` or `sender_uinfo` block in JSON. */
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

/** Reads the fields of the same block in protobuf. */
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
 * Returns true if a viewer is anonymous (匿名用户): all of them share the uid 0 and a name. Their
 * identity is encrypted for the host, and is not read here.
 */
export function isAnonymous(uid: unknown, uinfo: Uinfo | undefined): boolean {
  return uinfo?.hidden === true && idOf(uid) === undefined
}

/** Returns the effect that reports an anonymous user; empty for other users. */
export function anonymousEffects(uid: unknown, uinfo: Uinfo | undefined): readonly Effect[] {
  return isAnonymous(uid, uinfo) ? [{ kind: 'anonymous' }] : []
}

function isSet(value: unknown): boolean {
  return value === true || value === 1
}
