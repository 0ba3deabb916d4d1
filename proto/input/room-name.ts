import { parseRoomId } from '../feed/room-id.ts'
import type { AddressReading, OneRoom, SourceRoom } from './address-reading.ts'
import { trimmedOf } from './plain-text.ts'
import type { Site } from './site.ts'

// The name of a room is short; a longer text can only contain a link.
const maxChars = 200

/** The characters to ignore before a name. */
export const opening: ReadonlySet<string> = new Set(' \t\r\n"\'`“‘「『【《([<（［')
const closing: ReadonlySet<string> = new Set(' \t\r\n"\'`”’」』】》)]>）］,.;!~，。；！、')

/** The default pattern of a ref: all characters that a room id may contain. */
const anyRef = '[A-Za-z0-9._-]{1,128}'

/**
 * Reads a text that is only the name of a room: a room id, a number, or an alias of a platform
 * followed by a ref. Undefined if it is not.
 *
 * @param text - plain text.
 * @param platform - the only platform to accept.
 */
export function roomNamed(
  text: string,
  sites: readonly Site[],
  platform?: string,
): AddressReading | undefined {
  if (text.length > maxChars) return undefined
  const name = trimmedOf(text, opening, closing)
  if (platform !== undefined) {
    const site = sites.find((one) => one.platform === platform)
    return site && (refOn(site, name) ?? numberOn(site, name))
  }
  const number = numberIn(name)
  if (number !== undefined) return roomsByNumber(number, sites)
  if (/^uid[\s:]*\d+$/i.test(name)) return { kind: 'refused', code: 'profile' }
  const id = /^0\d*$/.test(name) ? undefined : parseRoomId(name)
  if (id?.kind === 'slug') return id
  if (id?.kind === 'source') {
    return { kind: 'refused', code: 'unknown-platform', platform: id.platform }
  }
  return sites.map((site) => roomByAlias(site, name)).find((room) => room !== undefined)
}

/** Returns the room of a ref on a site; undefined if the site has no such refs. */
export function refOn(site: Site, ref: string): Exclude<OneRoom, { kind: 'slug' }> | undefined {
  const { platform } = site
  if (site.broadcast !== undefined && isWhole(site.broadcast, ref)) {
    return { kind: 'broadcast', platform, id: ref, link: ref }
  }
  return isWhole(site.ref ?? anyRef, ref) ? { kind: 'source', platform, ref } : undefined
}

function isWhole(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(text)
}

function numberOn(site: Site, name: string): OneRoom | undefined {
  const number = site.numbered ? numberIn(name) : undefined
  return number === undefined ? undefined : refOn(site, number)
}

// `直播间号：5440`, `room 5440`, `5440房间`; only the number is required.
const numbered =
  /^(?:我|的|直播|间|房间|号|码|live|room|number|no\.|id|\s)*[\s:=#/是为]*([1-9]\d{0,19})\s*(?:号|直播|间|房间)*$/i

function numberIn(name: string): string | undefined {
  return numbered.exec(name)?.[1]
}

/** Returns the rooms that a number alone may name: one on each site with room numbers. */
function roomsByNumber(number: string, sites: readonly Site[]): AddressReading {
  const found = sites.flatMap((site) => {
    const room = site.numbered && !site.off ? refOn(site, number) : undefined
    return room ? [room] : []
  })
  const [only] = found
  if (!only) return { kind: 'refused', code: 'unreadable' }
  if (found.length === 1) return only
  const rooms = found.filter((room): room is SourceRoom => room.kind === 'source')
  return { kind: 'choice', rooms }
}

// The text between the alias of a platform and the ref: `B站直播间号：5440`.
const separator = /^((?:的|直播|间|房间|号|码|live|room|id|\s)*[\s:=#/是为-]*)(.*)$/is

/** Reads `抖音 Pc_cold`; a ref of letters needs a separator after the alias. */
function roomByAlias(site: Site, name: string): OneRoom | undefined {
  const lower = name.toLowerCase()
  const alias = site.aliases?.find((one) => lower.startsWith(one))
  if (alias === undefined) return undefined
  const [, gap = '', ref = ''] = separator.exec(name.slice(alias.length)) ?? []
  return gap === '' && !/^\d/.test(ref) ? undefined : refOn(site, ref.trim())
}
