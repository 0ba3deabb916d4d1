import type { AddressReading } from './address-reading.ts'
import groups from './fixtures/address.json' with { type: 'json' }

/** A pasted text and its expected reading, the same for studio, API and command line. */
export interface AddressCase {
  readonly kind: string
  readonly text: string
  /** The id of its room. */
  readonly room?: string
  /** Ids of the rooms it may mean. */
  readonly choice?: readonly string[]
  /** The platform that a server has to query; `of` is the link or id to query. */
  readonly ask?: string
  readonly of?: string
  readonly refused?: string
  /** The platform a refusal is about. */
  readonly platform?: string
}

interface Group {
  readonly kind: string
  readonly origin: string
  readonly cases: readonly Omit<AddressCase, 'kind'>[]
}

/** Returns every case of `fixtures/address.json`. */
export function addressCases(): readonly AddressCase[] {
  return (groups as readonly Group[]).flatMap(({ kind, cases }) =>
    cases.map((one) => ({ kind, ...one })),
  )
}

/** Converts a reading into the form of an {@link AddressCase}. */
export function asAddressCase(reading: AddressReading): Omit<AddressCase, 'kind' | 'text'> {
  switch (reading.kind) {
    case 'slug':
      return { room: reading.slug }
    case 'source':
      return { room: `${reading.platform}:${reading.ref}` }
    case 'choice':
      return { choice: reading.rooms.map(({ platform, ref }) => `${platform}:${ref}`) }
    case 'short-link':
      return { ask: reading.platform, of: reading.link }
    case 'broadcast':
      return { ask: reading.platform, of: reading.id }
    case 'refused': {
      const { code, platform } = reading
      return { refused: code, ...(platform === undefined ? {} : { platform }) }
    }
  }
}
