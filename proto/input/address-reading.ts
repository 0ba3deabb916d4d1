import type { RoomId } from '../feed/room-id.ts'
import type { PageRefusal } from './site.ts'

/** What a pasted text says of a room, as far as the text alone can tell. */
export type AddressReading =
  | OneRoom
  /** Several rooms that may be meant: a number alone, or a text with links to two. */
  | { readonly kind: 'choice'; readonly rooms: readonly SourceRoom[] }
  | RefusedAddress

/** A room of this server, or one that has to be asked for. */
export type OneRoom = RoomId | SiteLookup

/** A room of a site. */
export type SourceRoom = Extract<RoomId, { readonly kind: 'source' }>

/** A text that names a room only to the site itself: a server has to ask it. */
export type SiteLookup =
  | { readonly kind: 'short-link'; readonly platform: string; readonly link: string }
  /** One broadcast of a room, by its own id. */
  | {
      readonly kind: 'broadcast'
      readonly platform: string
      readonly id: string
      /** Where the id was found. */
      readonly link: string
    }

/** A text that names no room. */
export interface RefusedAddress {
  readonly kind: 'refused'
  readonly code: AddressRefusal
  /** The platform it is about, where there is one; of `unknown-platform` what stood there. */
  readonly platform?: string
}

/**
 * Why a text names no room; for each there are words that say what to paste.
 *
 * `bad-ref`: the platform has no such rooms; `other-site`: it is of another platform than was asked
 * for; `off`: this server reads nothing of that platform; `cut`: the link was shortened for show;
 * `overlay`: the link of an overlay, in which there is no room.
 */
export type AddressRefusal =
  | PageRefusal
  | 'empty'
  | 'unreadable'
  | 'unknown-site'
  | 'unknown-platform'
  | 'bad-ref'
  | 'other-site'
  | 'off'
  | 'cut'
  | 'overlay'
