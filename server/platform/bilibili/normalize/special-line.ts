import { countOf, fieldsOf, itemsOf, textOf } from '../../json/field.ts'
import type { SetAside } from '../../bilibili-packet/read.ts'

/** The text of a line. */
export interface LineText {
  readonly text: string
  /** True for a line that the platform sends for the video player, not a viewer. */
  readonly special: boolean
}

// A line with its own position and movement (7), or a script (8, 9).
const specialModes: ReadonlySet<number> = new Set([7, 8, 9])

// The settings of a special line are an array, whose fifth item is the text.
const textIndex = 4

/**
 * Reads the text of a line. For a special mode this is the text in its settings; a script, which
 * has no text, is set aside. Undefined for an empty line.
 */
export function lineOf(said: unknown, style: readonly unknown[]): LineText | SetAside | undefined {
  const text = textOf(said)
  if (specialModes.has(countOf(style[1]) ?? 0)) {
    const words = text === undefined ? undefined : textInSettings(text)
    return words === undefined ? 'set-aside' : { text: words, special: true }
  }
  if (text !== undefined) return { text, special: false }
  return isPicture(style) ? { text: pictureName(style), special: false } : undefined
}

function textInSettings(settings: string): string | undefined {
  try {
    return textOf(itemsOf(JSON.parse(settings))[textIndex])
  } catch {
    // A script; it may contain text of viewers, so the error must not reach a log.
    return undefined
  }
}

function isPicture(style: readonly unknown[]): boolean {
  return countOf(style[12]) === 1
}

/** Returns the name of a picture; empty if it has none, because the picture is the message. */
function pictureName(style: readonly unknown[]): string {
  return textOf(fieldsOf<'emoticon_unique'>(style[13]).emoticon_unique) ?? ''
}
