import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { Words } from '../words.ts'

/** A figure that can be shown, and be a goal. */
export type Figure = 'online' | 'connections' | 'seen' | 'likes' | 'followers' | 'income' | 'paid'

/** Everything the elements of a room say by themselves, besides what the overlay says. */
export interface ElementWords extends Words {
  readonly roles: Readonly<Record<'anchor' | 'admin', string>>
  /** What somebody did without words, to follow the name. */
  readonly deeds: Readonly<Record<'enter' | 'follow' | 'share' | 'like', string>>
  /** So many people besides the one named before. */
  readonly andOthers: (others: number) => string
  readonly to: (name: string) => string
  readonly outOf: (box: string) => string
  readonly replyTo: (name: string) => string
  /** A count as people write it: `1.2万`. */
  readonly count: (count: number) => string
  readonly figureNames: Readonly<Record<Figure, string>>
  readonly boards: Readonly<Record<string, string>>
  readonly chat: string
  readonly superchats: string
}

/** An event that is told by its deed alone. */
export type Deed = Extract<FeedEvent, { type: keyof ElementWords['deeds'] }>
