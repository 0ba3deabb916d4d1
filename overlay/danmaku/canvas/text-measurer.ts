import type { Brush } from './sprite.ts'

/** Widths of text, each piece of it measured once. */
export interface TextMeasurer {
  /** The width of a text in a font, px. */
  readonly widthOf: (text: string, font: string) => number
}

// A browser keeps every text it ever measured: at hundreds of lines a second that is megabytes a
// minute. Han characters, kana and digits stand side by side without regard to each other, so that
// the sum of their widths is the width of a text; what is between them is measured as it is.
const alone = '\\u3000-\\u30ff\\u3400-\\u9fff\\uff01-\\uff60\\d'
const pieces = new RegExp(`[${alone}]|[^${alone}]+`, 'g')

const capacity = 4_096

/** Makes a measurer that measures with a brush. */
export function createTextMeasurer(brush: Brush): TextMeasurer {
  let known = new Map<string, number>()
  let knownFont = ''

  const measured = (piece: string): number => {
    const width = known.get(piece) ?? brush.measureText(piece).width
    known.set(piece, width)
    return width
  }

  return {
    widthOf: (text, font) => {
      if (font !== knownFont || known.size > capacity) known = new Map()
      knownFont = font
      brush.font = font
      return (text.match(pieces) ?? []).reduce((sum, piece) => sum + measured(piece), 0)
    },
  }
}
