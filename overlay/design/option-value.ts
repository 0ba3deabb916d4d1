import { parseBoxes } from '../danmaku/row.ts'
import type { FlagOption, NumberOption, Option, OptionValue, TextOption } from '../option/option.ts'

/** The maximum length of a text value. */
export const maxTextLength = 4_000

/** Returns a value of any origin in the form of the option; undefined if it is invalid. */
export function acceptValue(option: Option, value: unknown): OptionValue | undefined {
  if (option.kind === 'number') {
    const { min, max } = option
    return typeof value === 'number' && value >= min && value <= max ? value : undefined
  }
  if (option.kind === 'flag') return typeof value === 'boolean' ? value : undefined
  if (typeof value !== 'string' || value.length > maxTextLength) return undefined
  return acceptText(option, value)
}

/** Reads a value from the query of a link; returns undefined if it is invalid. */
export function parseValue(option: Option, text: string): OptionValue | undefined {
  if (option.kind === 'flag') return text !== '0'
  if (option.kind === 'number') return acceptValue(option, text.trim() === '' ? NaN : Number(text))
  return acceptValue(option, text.trim())
}

/** Writes a value for links and attributes. */
export function valueText(value: OptionValue): string {
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value)
}

function acceptText(
  option: Exclude<Option, NumberOption | FlagOption>,
  text: string,
): string | undefined {
  if (option.kind === 'choice') return option.choices.find((choice) => choice === text)
  if (option.kind === 'many') return wordsIn(text, option.choices)
  return formats[option.format](text) ? text : undefined
}

/**
 * Returns the words of a list, in any order, with any separator and each once; undefined if one is
 * unknown or there is none.
 */
function wordsIn(text: string, choices: readonly string[]): string | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  if (words.length === 0 || !words.every((word) => choices.includes(word))) return undefined
  return choices.filter((choice) => words.includes(choice)).join(' ')
}

const formats: Readonly<Record<TextOption['format'], (text: string) => boolean>> = {
  plain: () => true,
  list: () => true,
  // The value is used in a style sheet.
  font: (text) => !/[;{}<>\\]/.test(text),
  boxes: (text) => text === '' || text.split(';').every((box) => parseBoxes(box).length === 1),
  json: (text) => text === '' || isJson(text),
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false // the result reports it
  }
}
