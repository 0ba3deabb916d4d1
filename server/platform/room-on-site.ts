import type { AddressRefusal, RefusedAddress } from '../../proto/input/address-reading.ts'
import { readLink, readRoomAddress } from '../../proto/input/room-address.ts'
import type { LinkReading } from '../../proto/input/site-page.ts'
import type { Site } from '../../proto/input/site.ts'
import { addressRefusal } from './address-words.ts'
import { type ConnectorIo } from './connector.ts'
import { RiskControl, RoomNotFound } from './errors.ts'

/** The rules for reading and following the links of a site. */
export interface LinkRules {
  readonly site: Site
  /** The only hosts to which requests are made. */
  readonly hosts: readonly string[]
  readonly userAgent: string
}

/** A room, or a broadcast whose room only the site knows. */
export type RoomOnSite = Exclude<LinkReading, { kind: 'refused' | 'short-link' | 'slug' }>

/** Signals a short link that leads to a page without a room. */
export class ShortLinkRefused extends RoomNotFound {
  readonly refused: AddressRefusal

  constructor(refusal: RefusedAddress, site: Site) {
    const words = addressRefusal(refusal, [site])
    super(`the short link was followed: ${words}`, { code: 'no-such-source' })
    this.refused = refusal.code
  }
}

/**
 * Finds the room of a site in a text: a ref, an address, or a short link, which is followed. The
 * endpoint `short` replaces the hosts of short links in tests.
 *
 * @throws RoomNotFound if the text names no room; RiskControl if the site refuses to resolve a link.
 */
export async function roomOnSite(
  text: string,
  rules: LinkRules,
  io: ConnectorIo,
): Promise<RoomOnSite> {
  const { site } = rules
  const reading = readRoomAddress(text, [site], site.platform)
  switch (reading.kind) {
    case 'source':
    case 'broadcast':
      return reading
    case 'short-link':
      return follow(reading.link, rules, io)
    case 'refused':
      throw noSuchSource(reading, site)
    case 'slug':
    case 'choice':
      throw noSuchSource({ code: 'bad-ref', platform: site.platform }, site)
  }
}

function noSuchSource(refusal: Omit<RefusedAddress, 'kind'>, site: Site): RoomNotFound {
  return new RoomNotFound(addressRefusal(refusal, [site]), { code: 'no-such-source' })
}

const maxHops = 4

/** Follows redirects one by one, to check each next address before a request to it. */
async function follow(link: string, rules: LinkRules, io: ConnectorIo): Promise<RoomOnSite> {
  const { site, hosts } = rules
  let here = new URL(link)
  for (let hop = 0; hop < maxHops; hop++) {
    const next = await nextOf(here, rules, io)
    const reading = readLink(next.href, [site])
    if (reading.kind === 'source' || reading.kind === 'broadcast') return reading
    if (reading.kind === 'refused' && !redirecting.has(reading.code)) {
      throw new ShortLinkRefused(reading, site)
    }
    if (next.protocol !== 'https:' || !hosts.includes(next.host)) {
      throw new RoomNotFound(`this short link leads away from ${site.title.en}`, {
        code: 'no-such-source',
      })
    }
    here = next
  }
  throw new RoomNotFound('this short link leads from one address to the next')
}

// The kinds of pages that may redirect further.
const redirecting: ReadonlySet<AddressRefusal> = new Set(['no-room', 'unknown-site'])

async function nextOf(here: URL, { site, userAgent }: LinkRules, io: ConnectorIo): Promise<URL> {
  const base = io.endpoints['short']
  const response = await io.fetch(base === undefined ? here.href : base + here.pathname, {
    headers: { 'user-agent': userAgent },
    redirect: 'manual',
    signal: io.signal,
  })
  await response.body?.cancel()
  if (suspicious.has(response.status)) {
    throw new RiskControl(
      `${site.title.en} does not say where this link leads (${response.status}); paste the address of the room instead`,
    )
  }
  if (response.status >= 500) throw new Error(`the short link answered ${response.status}`)
  const location = response.headers.get('location')
  if (location === null || !URL.canParse(location, here.href)) {
    throw new RoomNotFound('this short link leads nowhere; paste the address of the room instead')
  }
  return new URL(location, here)
}

// The statuses with which the sites answer under risk control.
const suspicious: ReadonlySet<number> = new Set([412, 429, 444])
