import type { RoomEvent } from '../../../proto/feed/index.ts'
import {
  charactersOf,
  commentLine,
  maxCommentCharacters,
} from '../../../proto/input/comment-line.ts'
import type { ServerProblem } from '../../api/problem.ts'
import type { LiveWords } from '../../locale/live.ts'

/** A text as the server will read it. */
export interface Draft {
  readonly characters: number
  /** True if its length is one that the server accepts. */
  readonly sendable: boolean
}

/** Reads a text as the server does. */
export function draftOf(text: string): Draft {
  const characters = charactersOf(commentLine(text))
  return { characters, sendable: characters > 0 && characters <= maxCommentCharacters }
}

/** Returns the reason why comments are not accepted now; undefined if they are, or if it is unknown. */
export function closedText(room: RoomEvent | undefined, words: LiveWords): string | undefined {
  if (room?.state === 'ended') return words.ended
  if (room?.state !== 'offline' || room.rules?.beforeStart) return undefined
  return words.notStarted
}

/** Returns the cause of a refused comment; undefined for refusals that are not about the comment. */
export function causeText(
  { code, reason = '' }: ServerProblem,
  words: LiveWords,
): string | undefined {
  const { refusals } = words
  const isKnown = code !== undefined && Object.hasOwn(refusals, reason)
  return isKnown ? refusals[reason as keyof typeof refusals] : undefined // the key exists
}
