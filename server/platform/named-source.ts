import type { Platform } from './platform.ts'

/** One source: a platform, and what names a room there. */
export interface NamedSource {
  readonly platform: string
  /** An id, or where the platform has such a thing an address. */
  readonly ref: string
}

const pattern = /^([a-z][a-z0-9-]{0,31}):(\S{1,500})$/

/**
 * The source somebody names by `platform:` and an id or address, or by the address of a room alone.
 * Nothing is asked of anybody. Undefined if it names none.
 */
export function sourceNamed(
  text: string,
  platforms: ReadonlyMap<string, Platform>,
): NamedSource | undefined {
  const named = text.trim()
  const [, platform, ref] = pattern.exec(named) ?? []
  if (platform === undefined || ref === undefined) return undefined
  if (!ref.startsWith('//')) return { platform, ref }
  const host = URL.canParse(named) ? new URL(named).host : ''
  const site = [...platforms.values()].find((one) => one.kind === 'wire' && one.hosts?.has(host))
  return site && { platform: site.name, ref: named }
}
