import { countOf, fieldsOf, itemsOf, textOf } from '../../wire/field.ts'
import type { SetAside } from '../../wire/read.ts'

/** The words of a line. */
export interface SaidLine {
  readonly text: string
  /** Written for the player of a video, and sent by the platform to everybody. */
  readonly special: boolean
}

// Lines that say where and how they move (7), or are a program (8, 9).
const specialModes: ReadonlySet<number> = new Set([7, 8, 9])

// Of the settings of a special line, the fifth is what it says.
const wordsAt = 4

/**
 * Reads what a line says. That of a special mode is not shown as somebody's chat: of its settings the
 * words are, and a program, which has none, is set aside. Undefined for a line that says nothing.
 */
export function lineOf(said: unknown, style: readonly unknown[]): SaidLine | SetAside | undefined {
  const text = textOf(said)
  if (specialModes.has(countOf(style[1]) ?? 0)) {
    const words = text === undefined ? undefined : wordsIn(text)
    return words === undefined ? 'set-aside' : { text: words, special: true }
  }
  if (text !== undefined) return { text, special: false }
  return isPicture(style) ? { text: pictureName(style), special: false } : undefined
}

function wordsIn(settings: string): string | undefined {
  try {
    return textOf(itemsOf(JSON.parse(settings))[wordsAt])
  } catch {
    // A program; it may hold what viewers wrote, so nothing of it reaches a log.
    return undefined
  }
}

function isPicture(style: readonly unknown[]): boolean {
  return countOf(style[12]) === 1
}

/** A picture says itself even where nobody named it. */
function pictureName(style: readonly unknown[]): string {
  return textOf(fieldsOf<'emoticon_unique'>(style[13]).emoticon_unique) ?? ''
}
