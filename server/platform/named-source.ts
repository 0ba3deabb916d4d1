import type { AddressRefusal, SourceRoom } from '../../proto/input/address-reading.ts'
import { readRoomAddress } from '../../proto/input/room-address.ts'
import { addressRefusal, choiceWords } from './address-words.ts'
import type { Platform } from './platform.ts'
import { sitesOf } from './registry.ts'

/** A source: a platform, and a ref, or a link of which only the site knows the room. */
export type NamedSource = Pick<SourceRoom, 'platform' | 'ref'>

/** The refusal of a text that names no source; the reason says what to paste. */
export interface SourceRefusal {
  readonly refused: AddressRefusal | 'choice' | 'slug'
  readonly reason: string
}

/**
 * Returns the source in a pasted text, without a request to a site.
 *
 * @param wanted - the only platform to accept.
 */
export function namedSource(
  text: string,
  platforms: ReadonlyMap<string, Platform>,
  wanted?: string,
): NamedSource | SourceRefusal {
  const sites = sitesOf(platforms)
  const reading = readRoomAddress(text, sites, wanted)
  switch (reading.kind) {
    case 'source':
      return { platform: reading.platform, ref: reading.ref }
    case 'short-link':
    case 'broadcast':
      return { platform: reading.platform, ref: reading.link }
    case 'slug':
      return { refused: 'slug', reason: `${reading.slug} is no room of a site; ${namesOne}` }
    case 'choice':
      return { refused: 'choice', reason: choiceWords(reading.rooms) }
    case 'refused':
      return { refused: reading.code, reason: addressRefusal(reading, sites) }
  }
}

const namesOne = 'name a room as <platform>:<ref>, or paste its address'
