import type { CanvasContext } from './sprite.ts'

/** A cache of text widths. Each piece of a text is measured once. */
export interface TextMeasurer {
  /** Returns the width of a text in a font, px. */
  readonly widthOf: (text: string, font: string) => number
}

// A browser caches every text it has measured: at hundreds of lines a second that is megabytes a
// minute. Han characters, kana and digits do not affect each other's width, so the width of a text
// is the sum of theirs; the text between them is measured as a whole.
const alone = '\\u3000-\\u30ff\\u3400-\\u9fff\\uff01-\\uff60\\d'
const pieces = new RegExp(`[${alone}]|[^${alone}]+`, 'g')

const capacity = 4_096

/** Makes a measurer over a 2D context. */
export function createTextMeasurer(context: CanvasContext): TextMeasurer {
  let known = new Map<string, number>()
  let knownFont = ''

  const measured = (piece: string): number => {
    const width = known.get(piece) ?? context.measureText(piece).width
    known.set(piece, width)
    return width
  }

  return {
    widthOf: (text, font) => {
      if (font !== knownFont || known.size > capacity) known = new Map()
      knownFont = font
      context.font = font
      return (text.match(pieces) ?? []).reduce((sum, piece) => sum + measured(piece), 0)
    },
  }
}
