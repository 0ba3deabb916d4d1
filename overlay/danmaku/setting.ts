import type { Frame } from './canvas/command.ts'
import type { Layout } from './engine.ts'
import type { TextStyle } from './text-style.ts'
import type { Overflow } from './overflow.ts'
import { bandOf, type Ground, rowsOf } from './row.ts'

/** The settings of a stage. */
export interface StageSettings extends Ground {
  readonly textStyle: TextStyle
  /** Device pixels per CSS px. */
  readonly ratio: number
  readonly crossingMs: number
  readonly maxAgeMs: number
  readonly still: boolean
  readonly overflow: Overflow
  /** True if lines can be clicked. */
  readonly interactive: boolean
}

/** Returns true if two settings have the same effect, apart from the text style. */
export function sameGround(one: StageSettings, other: StageSettings): boolean {
  return text(one) === text(other)
}

/** Returns the canvas size for settings. */
export function frameOf(settings: StageSettings): Frame {
  const { widthPx, ratio } = settings
  return { widthPx, heightPx: bandOf(settings).heightPx, ratio }
}

/** Returns the layout of the engine for settings. */
export function layoutOf(settings: StageSettings): Layout {
  const { textStyle, widthPx, crossingMs, maxAgeMs, still, overflow } = settings
  const { pitchPx } = textStyle
  return {
    widthPx,
    rows: rowsOf(settings, pitchPx),
    between: overflow.overlap ? rowsOf(settings, pitchPx, pitchPx / 2) : [],
    gapPx: textStyle.sizePx * gap,
    crossingMs,
    maxAgeMs,
    still,
    overflow,
  }
}

const gap = 0.6 // em

function text({ textStyle: _textStyle, ...ground }: StageSettings): string {
  return JSON.stringify(ground)
}
