import type { Span } from './lane.ts'

/** A rectangle in shares of the stage, 0 to 1. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** One row of the stage in which messages may run. */
export interface Row {
  /** The distance from the top of the band. */
  readonly topPx: number
  readonly span: Span
}

/** The part of the stage's height that has rows. */
export interface Band {
  readonly topPx: number
  readonly heightPx: number
}

/** The geometry that rows are made from. */
export interface Ground {
  readonly widthPx: number
  readonly heightPx: number
  /** The used share of the height. */
  readonly area: number
  /** True for a vertical stream: see {@link bandOf}. */
  readonly portrait: boolean
  /** The boxes that have to stay free of messages. */
  readonly keepOut: readonly Box[]
}

// The areas that the apps of Bilibili and Douyin cover on a vertical stream: the host's name and
// the rank above, chat and buttons below.
const phoneTop = 0.12
const phoneBottom = 0.28

const leastSpan = 1 / 3 // of the width: in less, a line is gone before it is read

/**
 * Returns the used part of the height: from the top or, on a vertical stream, from below and
 * between the areas that phone apps cover, because faces are above.
 */
export function bandOf({ heightPx, area, portrait }: Ground): Band {
  if (!portrait) return { topPx: 0, heightPx: Math.round(heightPx * area) }
  const used = Math.round(heightPx * (1 - phoneTop - phoneBottom) * area)
  return { topPx: Math.round(heightPx * (1 - phoneBottom)) - used, heightPx: used }
}

/**
 * Returns the rows of a band in the order in which they fill; `shiftPx` lower than the regular
 * ones.
 */
export function rowsOf(ground: Ground, pitchPx: number, shiftPx = 0): readonly Row[] {
  const band = bandOf(ground)
  const whole: Span = { leftPx: 0, rightPx: ground.widthPx }
  const count = Math.max(0, Math.floor((band.heightPx - shiftPx) / pitchPx))
  return Array.from({ length: count }, (_, index) => {
    return (ground.portrait ? count - 1 - index : index) * pitchPx + shiftPx
  }).flatMap((topPx) => {
    const span = freeSpan(whole, blocksIn(ground, band.topPx + topPx, pitchPx))
    return span ? [{ topPx, span }] : []
  })
}

/** Returns the spans of a row that a keep-out box covers. */
function blocksIn(ground: Ground, topPx: number, pitchPx: number): readonly Span[] {
  const { widthPx, heightPx, keepOut } = ground
  return keepOut
    .filter(({ top, height }) => {
      return top * heightPx < topPx + pitchPx && (top + height) * heightPx > topPx
    })
    .map(({ left, width }) => ({ leftPx: left * widthPx, rightPx: (left + width) * widthPx }))
}

/** Returns the widest free part; the same object if nothing is covered. */
function freeSpan(whole: Span, blocks: readonly Span[]): Span | undefined {
  const free = blocks.reduce<readonly Span[]>(
    (spans, block) => spans.flatMap((span) => without(span, block)),
    [whole],
  )
  const widest = free.reduce<Span | undefined>(
    (best, span) => (best && lengthOf(best) >= lengthOf(span) ? best : span),
    undefined,
  )
  return widest && lengthOf(widest) >= lengthOf(whole) * leastSpan ? widest : undefined
}

function without(span: Span, block: Span): readonly Span[] {
  if (block.rightPx <= span.leftPx || block.leftPx >= span.rightPx) return [span]
  return [
    { leftPx: span.leftPx, rightPx: block.leftPx },
    { leftPx: block.rightPx, rightPx: span.rightPx },
  ].filter((part) => lengthOf(part) > 0)
}

function lengthOf({ leftPx, rightPx }: Span): number {
  return rightPx - leftPx
}

/**
 * Reads rectangles: left, top, width and height in percent, separated by `;`. Ignores invalid ones.
 */
export function parseBoxes(text: string): readonly Box[] {
  return text.split(';').flatMap((one) => {
    const numbers = one
      .trim()
      .split(/[\s,]+/)
      .map(Number)
    const [left, top, width, height] = numbers.map((percent) => percent / 100)
    if (numbers.length !== 4 || !numbers.every((value) => value >= 0)) return []
    return left === undefined || top === undefined || !width || !height
      ? []
      : [{ left, top, width, height }]
  })
}
