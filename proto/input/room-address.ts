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
 * Reads the name of a room that a user typed or pasted: a room id, `B站5440`, a number, the link of
 * a page, an app or a relay. A link may be surrounded by the share text of an app, be part of
 * another link, or consist of full-width characters. Makes no request and never throws. Its running
 * time is proportional to the length of the text.
 *
 * @param platform - the only platform to accept; a number alone is then a room of it.
 */
export function readRoomAddress(
  text: string,
  sites: readonly Site[],
  platform?: string,
): AddressReading {
  const plain = plainText(text).trim()
  if (plain === '') return limitedTo(refused('empty'), platform)
  const named = prefixed(plain, sites)
  if (named) return limitedTo(readRoomAddress(named.rest, sites, named.platform), platform)
  const reading = roomNamed(plain, sites, platform) ?? readLinks(plain, sites)
  return withoutDisabled(limitedTo(reading, platform), sites)
}

/** Reads a single address, such as the target of a site's redirect. */
export function readLink(href: string, sites: readonly Site[]): LinkReading {
  const [link] = linksIn(href, noHosts)
  return (link && readPage(link, sites)) ?? { kind: 'refused', code: 'unknown-site' }
}

const noHosts = /$^/

/** Splits `bilibili:5440` or `douyin: https://…`; a colon with two slashes ends a scheme. */
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

/** Limits a reading to one platform, if one is given. */
function limitedTo(reading: AddressReading, platform: string | undefined): AddressReading {
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

function withoutDisabled(reading: AddressReading, sites: readonly Site[]): AddressReading {
  if (!('platform' in reading) || reading.kind === 'refused') return reading
  const site = sites.find(({ platform }) => platform === reading.platform)
  if (!site) return refused('unknown-site')
  return site.off ? refused('off', site.platform) : reading
}

function refused(code: AddressRefusal, platform?: string): RefusedAddress {
  return { kind: 'refused', code, ...(platform === undefined ? {} : { platform }) }
}

// A choice between more rooms is not useful to a user.
const maxChoice = 4

/** Reads links; if there are none, joins text that white space has split, and tries again. */
function readLinks(text: string, sites: readonly Site[]): AddressReading {
  const known = hostPattern(hostsOf(sites))
  const read = (whole: string): AddressReading => bestOf(readingsIn(whole, { sites, known }))
  const first = read(text)
  if (first.kind !== 'refused' || text.length > maxRejoinedChars) return first
  const spaced = text.replaceAll(/\s+/g, ' ').replaceAll(/ ?([/:.?=&]) ?/g, '$1')
  const lines = text.split('\n').map((line) => line.trim())
  return [spaced, lines.join('')].map(read).find(({ kind }) => kind === 'source') ?? first
}

// The length up to which a text is tried again with its white space removed.
const maxRejoinedChars = 2_000

function hostsOf(sites: readonly Site[]): readonly string[] {
  const places = sites.flatMap(({ pages = [] }) => pages.flatMap(({ at }) => at))
  return [...new Set(places.filter((at) => !at.startsWith('.') && !at.endsWith(':')))]
}

/** Selects rooms first, then what only the site can resolve, then the most specific refusal. */
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

interface SearchContext {
  readonly sites: readonly Site[]
  /** The pattern of addresses that begin with a host of the sites. */
  readonly known: RegExp
}

// The nesting of links in queries of links; no known redirecting page goes deeper.
const maxDepth = 3

function readingsIn(text: string, context: SearchContext, depth = 0): readonly LinkReading[] {
  return linksIn(text, context.known).flatMap((link): readonly LinkReading[] => {
    const own = link.certain ? readPage(link, context.sites) : undefined
    if (own && own.kind !== 'refused') return [own]
    const carried = depth < maxDepth ? link.fields.map(fieldText) : []
    const inside = carried.flatMap((inner) => readingsIn(inner, context, depth + 1))
    if (inside.some(({ kind }) => kind !== 'refused')) return inside
    const reading = own ?? readRelayLink(link)
    if (reading) return [reading]
    return isAddress(link, text) ? [refused('unknown-site')] : []
  })
}

/** Returns the text of a query field that may contain a link: its value, but never its name. */
function fieldText([name, value]: Link['fields'][number]): string {
  const text = value.includes('://') ? value : decoded(value)
  return name !== '' && /[:.]/.test(text) ? text : ''
}

/** Returns true for an address; a word with a dot needs a path or has to be the whole text. */
function isAddress({ certain, path, href }: Link, text: string): boolean {
  return certain ? /^(?:https?|wss?):/.test(href) : path.length > 1 || href.endsWith(`//${text}`)
}
