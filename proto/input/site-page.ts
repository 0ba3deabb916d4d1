import { parseRoomId } from '../feed/room-id.ts'
import type { OneRoom, RefusedAddress } from './address-reading.ts'
import type { Link } from './link.ts'
import { refOn } from './room-name.ts'
import type { Site, SitePage } from './site.ts'

/** The room of a link, or the reason why it has none. */
export type LinkReading = OneRoom | RefusedAddress

/** Reads a link with the address patterns of the sites; undefined if it matches none of them. */
export function readPage(link: Link, sites: readonly Site[]): LinkReading | undefined {
  for (const site of sites) {
    for (const page of site.pages ?? []) {
      const reading = page.at.some((at) => isAt(at, link.at)) && readBy(page, link, site)
      if (reading) return reading
    }
  }
  return undefined
}

/** Reads a link of a relay: its stream, the studio, or the page that OBS shows. */
export function readRelayLink({ path, fields }: Link): LinkReading | undefined {
  const [, id] = /\/rooms\/([^/]+)(?:\/(?:stream|events))?\/?$/.exec(path) ?? []
  if (id !== undefined) return parseRoomId(id)
  if (!/\/(?:overlay|dock)?$/.test(path)) return isNamed(path) ? overlay : undefined
  const room = fields.find(([name]) => name === 'room')?.[1]
  return room === undefined ? undefined : parseRoomId(room)
}

const overlay: RefusedAddress = { kind: 'refused', code: 'overlay' }

function isNamed(path: string): boolean {
  return /\/(?:overlay|dock)\/[a-z0-9-]{1,64}\/?$/.test(path)
}

function isAt(at: string, place: string): boolean {
  return at.startsWith('.') ? place.endsWith(at) : at === place
}

function readBy(page: SitePage, link: Link, site: Site): LinkReading | undefined {
  const { platform } = site
  const match = page.path === undefined ? [] : new RegExp(`^(?:${page.path})$`).exec(link.path)
  if (!match) return undefined
  const ref = match[1] ?? fieldOf(link, page.query)
  if (page.gives === 'room' || page.gives === 'broadcast') {
    return ref === undefined ? undefined : roomIn(ref, page.gives, link, site)
  }
  if (page.gives === 'short-link') {
    return { kind: 'short-link', platform, link: `https://${link.at}${link.path}` }
  }
  if (page.query && ref === undefined) return undefined
  return { kind: 'refused', code: page.gives, platform }
}

function roomIn(
  ref: string,
  gives: 'room' | 'broadcast',
  { cut, href }: Link,
  site: Site,
): LinkReading | undefined {
  const { platform } = site
  const room = refOn(site, ref)
  if (!room || (gives === 'broadcast' && !/^\d{1,20}$/.test(ref))) return undefined
  // A ref at the end of a shortened link may be incomplete.
  if (cut && href.endsWith(ref)) return { kind: 'refused', code: 'cut', platform }
  const isRoom = gives === 'room' && room.kind === 'source'
  return isRoom ? room : { kind: 'broadcast', platform, id: ref, link: href }
}

function fieldOf({ fields }: Link, names: readonly string[] = []): string | undefined {
  return fields.find(([name, value]) => names.includes(name) && value !== '')?.[1]
}
