import { clearAt, type Course, mayFollow, scrollingCourse, type Span, stillCourse } from './lane.ts'
import type { Row } from './row.ts'

/** Where and when a message goes. */
export interface Place {
  readonly lane: number
  readonly row: Row
  readonly course: Course
}

/** What lanes are made from. */
export interface Ways {
  readonly widthPx: number
  /** In the order in which they fill. */
  readonly rows: readonly Row[]
  /** Rows that lie across those; used only where that is allowed. */
  readonly between: readonly Row[]
  /** Kept free between two messages of a lane when the second one appears. */
  readonly gapPx: number
  readonly crossingMs: number
}

/** The lanes of a stage: each knows its newest course, which is all it takes to keep them apart. */
export interface Lanes {
  /** Takes the first row, or the first between the rows, that is free for a crossing message. */
  readonly cross: (
    ask: Ask & { readonly between: boolean; readonly crossingMs: number },
  ) => Place | undefined
  /** Takes the row near an edge that is free soonest, if that is within `leadMs`. */
  readonly stay: (ask: Ask & { readonly edge: Edge; readonly leadMs: number }) => Place | undefined
  readonly newest: (lane: number) => Course | undefined
  /** Sets the newest course of a lane. */
  readonly take: (lane: number, course: Course) => void
}

/** What every message asks for. */
interface Ask {
  readonly widthPx: number
  readonly now: number
}

/** Where still lines gather; `all` means every row, from the first. */
type Edge = 'top' | 'bottom' | 'all'

// Long enough to read a line, short enough to keep up: a still line holds its row all the time.
const stillShare = 0.5

const edgeShare = 1 / 6 // of the rows, for still lines between crossing ones

/** How long a still message stays. */
export function stayMs({ crossingMs }: Ways): number {
  return crossingMs * stillShare
}

/** Makes lanes that are all free. */
export function createLanes(ways: Ways): Lanes {
  const rows = [...ways.rows, ...ways.between]
  const newest: (Course | undefined)[] = rows.map(() => undefined)

  const taken = (place: Place): Place => {
    newest[place.lane] = place.course
    return place
  }

  return {
    newest: (lane) => newest[lane],
    take: (lane, course) => {
      if (lane < newest.length) newest[lane] = course
    },
    cross: ({ widthPx, now, between, crossingMs }) => {
      const first = between ? ways.rows.length : 0
      const end = between ? rows.length : ways.rows.length
      const run = { startedAt: now, crossingMs, stageWidthPx: ways.widthPx, widthPx }
      let span: Span | undefined
      let course: Course | undefined
      for (let lane = first; lane < end; lane++) {
        const row = rows[lane]
        if (!row) break
        // Most rows are free from edge to edge, and share one span.
        if (row.span !== span || !course) course = scrollingCourse({ ...run, span: row.span })
        span = row.span
        const last = newest[lane]
        if (!last || mayFollow(last, course, ways.gapPx)) return taken({ lane, row, course })
      }
      return undefined
    },
    stay: ({ widthPx, now, edge, leadMs }) => {
      const run = { lastsMs: stayMs(ways), widthPx }
      const places = near(ways.rows, edge).flatMap((lane) => {
        const row = ways.rows[lane]
        if (!row) return []
        const course = stillCourse({ ...run, startedAt: now, span: row.span })
        return [{ lane, row, startedAt: clearAt(newest[lane], course, ways.gapPx) }]
      })
      const best = places.reduce<(typeof places)[number] | undefined>(
        (soonest, place) => (soonest && soonest.startedAt <= place.startedAt ? soonest : place),
        undefined,
      )
      if (!best || best.startedAt > now + leadMs) return undefined
      const { lane, row, startedAt } = best
      return taken({ lane, row, course: stillCourse({ ...run, startedAt, span: row.span }) })
    },
  }
}

/** The indexes of the rows near an edge, the outermost first. */
function near(rows: readonly Row[], edge: Edge): readonly number[] {
  const filling = [...rows.keys()]
  if (edge === 'all') return filling
  const fromTop = (rows[0]?.topPx ?? 0) <= (rows.at(-1)?.topPx ?? 0)
  const outermost =
    fromTop === (edge === 'top') ? filling : filling.map((index) => rows.length - 1 - index)
  return outermost.slice(0, Math.ceil(rows.length * edgeShare))
}
