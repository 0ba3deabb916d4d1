import type {
  AddressReading,
  AddressRefusal,
  RefusedAddress,
  SourceRoom,
} from './address-reading.ts'
import { hostPattern, type Link, linksIn } from './link.ts'
import { decoded, plainText, trimmedOf } from './plain-text.ts'
import { opening, roomNamed } from './room-name.ts'
import type { Site } from './site.ts'
import { type LinkReading, readPage, readRelayLink } from './site-page.ts'

/**
 * Reads what somebody typed or pasted for a room: a room id, `B站5440`, a number, a link to a page
 * or of an app, also amid the words with which an app shares it, inside another link or in
 * full-width characters; a link of a relay, too. Nobody is asked. Never throws, and takes time in
 * proportion to the text.
 *
 * @param platform - the only one that may be meant: a number alone is then a room of it.
 */
export function readRoomAddress(
  text: string,
  sites: readonly Site[],
  platform?: string,
): AddressReading {
  const plain = plainText(text).trim()
  if (plain === '') return ofPlatform(refused('empty'), platform)
  const named = prefixed(plain, sites)
  if (named) return ofPlatform(readRoomAddress(named.rest, sites, named.platform), platform)
  const reading = roomNamed(plain, sites, platform) ?? readLinks(plain, sites)
  return running(ofPlatform(reading, platform), sites)
}

/** Reads one address with nothing around it, as a site's redirect gives it. */
export function readLink(href: string, sites: readonly Site[]): LinkReading {
  const [link] = linksIn(href, noHosts)
  return (link && readPage(link, sites)) ?? { kind: 'refused', code: 'unknown-site' }
}

const noHosts = /$^/

/** `bilibili:5440`, `douyin: https://…`; two slashes would be the scheme of an app. */
function prefixed(
  text: string,
  sites: readonly Site[],
): { readonly platform: string; readonly rest: string } | undefined {
  const bare = trimmedOf(text, opening, new Set())
  const [whole, name = ''] = /^([a-z][a-z0-9-]{0,31}) ?: ?(?!\/\/)/i.exec(bare) ?? []
  const platform = name.toLowerCase()
  if (whole === undefined || !sites.some((site) => site.platform === platform)) return undefined
  return { platform, rest: bare.slice(whole.length) }
}

/** What of a reading is of one platform; all of it where none was named. */
function ofPlatform(reading: AddressReading, platform: string | undefined): AddressReading {
  if (platform === undefined) return reading
  switch (reading.kind) {
    case 'refused': {
      const isNothing = reading.code === 'unreadable' || reading.code === 'empty'
      return isNothing ? refused('bad-ref', platform) : reading
    }
    case 'slug':
      return refused('bad-ref', platform)
    case 'choice':
      return choiceOf(
        reading.rooms.filter((room) => room.platform === platform),
        refused('other-site', reading.rooms[0]?.platform),
      )
    case 'source':
    case 'short-link':
    case 'broadcast':
      return reading.platform === platform ? reading : refused('other-site', reading.platform)
  }
}

function choiceOf(rooms: readonly SourceRoom[], otherwise: AddressReading): AddressReading {
  const [only] = rooms
  if (!only) return otherwise
  return rooms.length === 1 ? only : { kind: 'choice', rooms }
}

function running(reading: AddressReading, sites: readonly Site[]): AddressReading {
  if (!('platform' in reading) || reading.kind === 'refused') return reading
  const site = sites.find(({ platform }) => platform === reading.platform)
  if (!site) return refused('unknown-site')
  return site.off ? refused('off', site.platform) : reading
}

function refused(code: AddressRefusal, platform?: string): RefusedAddress {
  return { kind: 'refused', code, ...(platform === undefined ? {} : { platform }) }
}

// More rooms than this in one text are no question that can be asked.
const maxChoice = 4

/** As the text stands; else with what blanks and line breaks tore apart put together again. */
function readLinks(text: string, sites: readonly Site[]): AddressReading {
  const known = hostPattern(hostsOf(sites))
  const read = (whole: string): AddressReading => bestOf(readingsIn(whole, { sites, known }))
  const first = read(text)
  if (first.kind !== 'refused' || text.length > maxTorn) return first
  const spaced = text.replaceAll(/\s+/g, ' ').replaceAll(/ ?([/:.?=&]) ?/g, '$1')
  const lines = text.split('\n').map((line) => line.trim())
  return [spaced, lines.join('')].map(read).find(({ kind }) => kind === 'source') ?? first
}

// What is longer was not torn apart on its way here.
const maxTorn = 2_000

function hostsOf(sites: readonly Site[]): readonly string[] {
  const places = sites.flatMap(({ pages = [] }) => pages.flatMap(({ at }) => at))
  return [...new Set(places.filter((at) => !at.startsWith('.') && !at.endsWith(':')))]
}

/** Rooms before what has to be asked for, and that before any reason why there is none. */
function bestOf(readings: readonly LinkReading[]): AddressReading {
  const rooms = distinct(readings.filter((reading) => reading.kind === 'source'))
  const unreadable = refused('unreadable')
  if (rooms.length > 0) return choiceOf(rooms.slice(0, maxChoice), unreadable)
  const other = readings.find((reading) => reading.kind !== 'refused')
  if (other) return other
  const reasons = readings.filter((reading) => reading.kind === 'refused')
  const ranked = byRank.map((code) => reasons.find((reason) => reason.code === code))
  return ranked.find((reason) => reason !== undefined) ?? unreadable
}

const byRank: readonly AddressRefusal[] = [
  'cut',
  'profile',
  'video',
  'no-room',
  'overlay',
  'unknown-site',
]

function distinct(rooms: readonly SourceRoom[]): readonly SourceRoom[] {
  return [...new Map(rooms.map((room) => [`${room.platform}:${room.ref}`, room])).values()]
}

interface Sought {
  readonly sites: readonly Site[]
  /** Finds their hosts. */
  readonly known: RegExp
}

// A link in the query of a link in the query of a link: no redirecting page goes further.
const maxDepth = 3

function readingsIn(text: string, sought: Sought, depth = 0): readonly LinkReading[] {
  return linksIn(text, sought.known).flatMap((link): readonly LinkReading[] => {
    const own = link.certain ? readPage(link, sought.sites) : undefined
    if (own && own.kind !== 'refused') return [own]
    const carried = depth < maxDepth ? link.fields.map(carriedText) : []
    const inside = carried.flatMap((inner) => readingsIn(inner, sought, depth + 1))
    if (inside.some(({ kind }) => kind !== 'refused')) return inside
    const reading = own ?? readRelayLink(link)
    if (reading) return [reading]
    return isLikeSite(link, text) ? [refused('unknown-site')] : []
  })
}

/** What a field of a query may carry: its value, never its name, whatever stands in that. */
function carriedText([name, value]: Link['fields'][number]): string {
  const text = value.includes('://') ? value : decoded(value)
  return name !== '' && /[:.]/.test(text) ? text : ''
}

/** A word with a dot in it is an address only where it is all there is, or has a path. */
function isLikeSite({ certain, path, href }: Link, text: string): boolean {
  return certain ? /^(?:https?|wss?):/.test(href) : path.length > 1 || href.endsWith(`//${text}`)
}
