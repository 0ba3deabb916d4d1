import type { RoomId } from '../feed/room-id.ts'
import type { PageRefusal } from './site.ts'

/** The room in a pasted text, read without a request to the site. */
export type AddressReading =
  | OneRoom
  /** Several possible rooms: the text is a number alone, or has links to two rooms. */
  | { readonly kind: 'choice'; readonly rooms: readonly SourceRoom[] }
  | RefusedAddress

/** A room of this server or of a site, or a link or id that only the site can resolve. */
export type OneRoom = RoomId | SiteLookup

/** A room of a site. */
export type SourceRoom = Extract<RoomId, { readonly kind: 'source' }>

/** A link or id of which only the site knows the room, so that a server has to query it. */
export type SiteLookup =
  | { readonly kind: 'short-link'; readonly platform: string; readonly link: string }
  /** One broadcast of a room, by its own id. */
  | {
      readonly kind: 'broadcast'
      readonly platform: string
      readonly id: string
      /** The text in which the id was found. */
      readonly link: string
    }

/** A text that names no room. */
export interface RefusedAddress {
  readonly kind: 'refused'
  readonly code: AddressRefusal
  /** The platform of the text, if known; for `unknown-platform` the unknown name itself. */
  readonly platform?: string
}

/**
 * Lists the reasons why a text names no room. Each has a text for the user that says what to paste.
 *
 * `bad-ref`: the platform has no such rooms; `other-site`: it is of another platform than was requested
 * for; `off`: that platform is disabled on this server; `cut`: the link was shortened for display;
 * `overlay`: the link of an overlay, which contains no room.
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
