/** An engine under test, in the form for the page of the bench. Sizes as in {@link stage}. */
export interface BenchEngine {
  readonly emit: (comment: Comment) => void
  readonly report: () => EngineReport
}

/** One comment. */
export interface Comment {
  readonly id: string
  readonly text: string
  readonly paid: boolean
}

/** The counts of an engine, and the comments on its stage. */
export interface EngineReport {
  readonly shown: number
  readonly paidDropped: number
  readonly boxes: readonly Box[]
}

/** The rectangle of a comment on the stage, px. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The stage, the same for every engine. */
export const stage = {
  widthPx: 1920,
  heightPx: 1080,
  sizePx: 24,
  pitchPx: 36,
  crossingMs: 8_000,
  font: '"Noto Sans CJK SC"',
} as const
