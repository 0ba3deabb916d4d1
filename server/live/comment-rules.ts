import type { CommentRefusalCause } from '../../proto/api/comment-cause.ts'
import { charactersOf, maxCommentCharacters } from '../../proto/input/comment-line.ts'
import type { BroadcastCode } from './broadcast-state.ts'
import { readableText, foldText, holdsBlockedWord, holdsLink } from './comment-text.ts'

/** The rules of a room for comments. Hosts and moderators are exempt. */
export interface CommentRules {
  /** The time between two comments of one author; 0 if there is none. */
  readonly slowMs: number
  readonly followersOnly: boolean
  readonly minAccountAgeMs: number
  readonly noRepeats: boolean
  readonly noLinks: boolean
  readonly blockedWords: readonly string[]
  /** True also accepts comments before the broadcast has started. */
  readonly beforeStart: boolean
}

/** The rules of a new room: none. */
export const defaultRules: CommentRules = {
  slowMs: 0,
  followersOnly: false,
  minAccountAgeMs: 0,
  noRepeats: false,
  noLinks: false,
  blockedWords: [],
  beforeStart: false,
}

/** A comment that was accepted. */
export interface SentComment {
  readonly at: number
  /** The text in the form of {@link foldText}. */
  readonly folded: string
}

/** The restriction of an author in a room; without an end it is a ban. */
export interface Restriction {
  readonly until?: number | undefined
}

/** The author of a comment in relation to the room. */
export interface CommentAuthor {
  /** True for the host and the moderators. */
  readonly exempt: boolean
  readonly accountAgeMs: number
  readonly follows: boolean
  readonly restriction?: Restriction | undefined
  /** The newest accepted comments of the author in the room, oldest first. */
  readonly recent: readonly SentComment[]
}

/** The facts that decide about a comment, beside its text. */
export interface CommentScene {
  /** The state of the broadcast. */
  readonly state: BroadcastCode
  readonly rules: CommentRules
  readonly author: CommentAuthor
  /** Epoch milliseconds. */
  readonly now: number
}

/** A comment that is not accepted: the cause, and the time until the next try if a time helps. */
export interface CommentRefusal {
  readonly cause: CommentRefusalCause
  readonly waitMs?: number
}

/** The decision about a comment; an accepted text is trimmed. */
export type CommentDecision =
  | { readonly refused?: undefined; readonly text: string; readonly sent: SentComment }
  | { readonly refused: CommentRefusal }

/** The most comments of one author in {@link burstMs}. */
export const burstComments = 3
/** The window of {@link burstComments}, milliseconds. */
export const burstMs = 2_000
/** The time in which the same text of one author is a repetition. */
export const repeatMs = 30_000

/** Decides whether a comment is accepted. */
export function decideComment(received: string, scene: CommentScene): CommentDecision {
  const text = readableText(received)
  const folded = foldText(text)
  const refused =
    refusedByState(scene) ??
    refusedByAuthor(scene) ??
    refusedByLength(text) ??
    (scene.author.exempt ? undefined : (refusedByText(text, folded, scene) ?? refusedByPace(scene)))
  return refused ? { refused } : { text, sent: { at: scene.now, folded } }
}

function refusedByState({ state, rules }: CommentScene): CommentRefusal | undefined {
  if (state === 3) return { cause: 'ended' }
  return state === 0 && !rules.beforeStart ? { cause: 'not-started' } : undefined
}

function refusedByAuthor({ author, rules, now }: CommentScene): CommentRefusal | undefined {
  const { exempt, restriction, accountAgeMs, follows } = author
  if (exempt) return undefined
  const restricted = refusedByRestriction(restriction, now)
  if (restricted) return restricted
  if (accountAgeMs < rules.minAccountAgeMs) {
    return { cause: 'account-too-new', waitMs: rules.minAccountAgeMs - accountAgeMs }
  }
  return rules.followersOnly && !follows ? { cause: 'followers-only' } : undefined
}

/** Returns the refusal of an author who is banned, or muted until later. */
export function refusedByRestriction(
  restriction: Restriction | undefined,
  now: number,
): CommentRefusal | undefined {
  const { until } = restriction ?? { until: now }
  if (until === undefined) return { cause: 'banned' }
  return until > now ? { cause: 'muted', waitMs: until - now } : undefined
}

function refusedByLength(text: string): CommentRefusal | undefined {
  if (text === '') return { cause: 'empty' }
  return charactersOf(text) > maxCommentCharacters ? { cause: 'too-long' } : undefined
}

function refusedByText(
  text: string,
  folded: string,
  { rules, author, now }: CommentScene,
): CommentRefusal | undefined {
  if (rules.noLinks && holdsLink(text)) return { cause: 'link' }
  if (holdsBlockedWord(folded, rules.blockedWords)) return { cause: 'blocked-word' }
  const earlier = rules.noRepeats && author.recent.findLast((sent) => sent.folded === folded)
  const waitMs = earlier ? remaining(earlier.at, repeatMs, now) : 0
  return waitMs > 0 ? { cause: 'repeated', waitMs } : undefined
}

function refusedByPace({ rules, author, now }: CommentScene): CommentRefusal | undefined {
  const { recent } = author
  const first = recent.at(-burstComments)
  const burst = first ? remaining(first.at, burstMs, now) : 0
  const last = recent.at(-1)
  const slow = last ? remaining(last.at, rules.slowMs, now) : 0
  if (slow > burst) return { cause: 'slow-mode', waitMs: slow }
  return burst > 0 ? { cause: 'too-fast', waitMs: burst } : undefined
}

/** Returns the rest of a period; never more than the period, although the clock may go back. */
function remaining(from: number, periodMs: number, now: number): number {
  return Math.max(0, Math.min(periodMs, from + periodMs - now))
}
