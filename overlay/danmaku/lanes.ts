import {
  begunAt,
  clearAt,
  type Trajectory,
  scrollingTrajectory,
  type Span,
  stillTrajectory,
} from './lane.ts'
import type { Row } from './row.ts'

/** The lane and time of a message. */
export interface LaneSlot {
  readonly lane: number
  readonly row: Row
  readonly path: Trajectory
}

/** The geometry that lanes are made from. */
export interface LaneGeometry {
  readonly widthPx: number
  /** The rows in the order in which they fill. */
  readonly rows: readonly Row[]
  /** Rows between the regular ones; used only where that is allowed. */
  readonly between: readonly Row[]
  /** The gap between two messages of a lane when the second one appears. */
  readonly gapPx: number
  readonly crossingMs: number
}

/**
 * The lanes of a stage. Each stores its newest trajectory, which is enough to separate the
 * messages.
 */
export interface Lanes {
  /** Returns the first row, or the first between the rows, that is free for a crossing message. */
  readonly cross: (
    ask: Ask & { readonly between: boolean; readonly crossingMs: number },
  ) => LaneSlot | undefined
  /** Returns the row near an edge that is free soonest for a still message. */
  readonly stay: (ask: Ask & { readonly edge: Edge }) => LaneSlot | undefined
  readonly newest: (lane: number) => Trajectory | undefined
  /** Sets the newest trajectory of a lane. */
  readonly take: (lane: number, path: Trajectory) => void
}

/** The request of a message for a lane. */
interface Ask {
  readonly widthPx: number
  readonly now: number
  /** The maximum time for which a row that is not free yet may be reserved. */
  readonly leadMs: number
}

/** The edge at which still lines gather; `all` means every row, from the first. */
type Edge = 'top' | 'bottom' | 'all'

// Long enough to read a line, short enough to follow the chat: a still line occupies its row all
// the time.
const stillShare = 0.5

const edgeShare = 1 / 6 // of the rows, for still lines among crossing ones

/** Returns the duration of a still message. */
export function stayMs({ crossingMs }: LaneGeometry): number {
  return crossingMs * stillShare
}

/** Makes lanes that are all free. */
export function createLanes(geometry: LaneGeometry): Lanes {
  const rows = [...geometry.rows, ...geometry.between]
  const newest: (Trajectory | undefined)[] = rows.map(() => undefined)
  const regular = [...geometry.rows.keys()]
  const between = [...geometry.between.keys()].map((index) => geometry.rows.length + index)

  /** Returns the lane that is free soonest, the first one if several are free at once. */
  const soonest = (
    lanes: readonly number[],
    { now, leadMs }: Ask,
    pathIn: (span: Span) => Trajectory,
  ): LaneSlot | undefined => {
    let best: LaneSlot | undefined
    let span: Span | undefined
    let path: Trajectory | undefined
    for (const lane of lanes) {
      const row = rows[lane]
      if (!row || best?.path.startedAt === now) break
      // Most rows are free from edge to edge, and share one span.
      if (!path || row.span !== span) path = pathIn(row.span)
      span = row.span
      const startedAt = clearAt(newest[lane], path, geometry.gapPx)
      if (best ? startedAt >= best.path.startedAt : startedAt > now + leadMs) continue
      best = { lane, row, path: begunAt(path, startedAt) }
    }
    if (best) newest[best.lane] = best.path
    return best
  }

  return {
    newest: (lane) => newest[lane],
    take: (lane, path) => {
      if (lane < newest.length) newest[lane] = path
    },
    cross: (ask) => {
      const { widthPx, now: startedAt, crossingMs } = ask
      const run = { startedAt, crossingMs, stageWidthPx: geometry.widthPx, widthPx }
      const lanes = ask.between ? between : regular
      return soonest(lanes, ask, (span) => scrollingTrajectory({ ...run, span }))
    },
    stay: (ask) => {
      const run = { startedAt: ask.now, lastsMs: stayMs(geometry), widthPx: ask.widthPx }
      return soonest(near(geometry.rows, ask.edge), ask, (span) =>
        stillTrajectory({ ...run, span }),
      )
    },
  }
}

/** Returns the indexes of the rows near an edge, the outermost first. */
function near(rows: readonly Row[], edge: Edge): readonly number[] {
  const filling = [...rows.keys()]
  if (edge === 'all') return filling
  const upward = (rows[0]?.topPx ?? 0) > (rows[1]?.topPx ?? 0) // as on a vertical stream
  const outermost =
    upward === (edge === 'top') ? filling.map((index) => rows.length - 1 - index) : filling
  return outermost.slice(0, Math.ceil(rows.length * edgeShare))
}
