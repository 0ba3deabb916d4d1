import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Figure } from '../../option/stats.ts'
import type { Words } from '../words.ts'

/** All texts of the elements of a room, in addition to those of the overlay. */
export interface ElementWords extends Words {
  readonly roles: Readonly<Record<'anchor' | 'admin', string>>
  /** The texts of actions without words, to follow the user's name. */
  readonly deeds: Readonly<Record<'enter' | 'follow' | 'share' | 'like', string>>
  /** The text for a number of users besides the one named before. */
  readonly andOthers: (others: number) => string
  readonly to: (name: string) => string
  readonly outOf: (box: string) => string
  readonly replyTo: (name: string) => string
  /** A count in the format of the language: `1.2万`. */
  readonly count: (count: number) => string
  readonly figureNames: Readonly<Record<Figure, string>>
  readonly boards: Readonly<Record<string, string>>
  readonly chat: string
  readonly superchats: string
}

/** An event whose text is its action only. */
export type Deed = Extract<FeedEvent, { type: keyof ElementWords['deeds'] }>
