import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Trajectory,
  clearAt,
  leftAt,
  mayFollow,
  scrollingTrajectory,
  stillTrajectory,
} from './lane.ts'
import { createLanes, type LaneSlot } from './lanes.ts'
import type { Row } from './row.ts'

const stageWidthPx = 1920
const gapPx = 24

const span = { leftPx: 0, rightPx: stageWidthPx }
const crossing = (startedAt: number, widthPx: number): Trajectory =>
  scrollingTrajectory({ startedAt, crossingMs: 8_000, stageWidthPx, widthPx, span })

describe('a trajectory', () => {
  test('leads from just outside the right edge to just outside the left edge', () => {
    const path = crossing(1_000, 400)
    expect(leftAt(path, 1_000)).toBe(stageWidthPx)
    expect(leftAt(path, 9_000)).toBe(-400)
    expect(path.endsAt).toBe(9_000)
  })

  test('through a part of a row has the same speed and a shorter duration', () => {
    const part = { leftPx: 480, rightPx: 1_440 }
    const whole = { startedAt: 0, crossingMs: 8_000, stageWidthPx, widthPx: 400 }
    const path = scrollingTrajectory({ ...whole, span: part })
    expect(path.pxPerMs).toBe(crossing(0, 400).pxPerMs)
    expect(leftAt(path, 0)).toBe(1_440)
    expect(leftAt(path, path.endsAt)).toBeCloseTo(80)
  })

  test('holds a still message in the middle', () => {
    const path = stillTrajectory({ startedAt: 1_000, lastsMs: 4_000, widthPx: 400, span })
    expect([leftAt(path, 1_000), leftAt(path, 5_000)]).toEqual([760, 760])
  })
})

test('a message as wide as the last one may follow when the tail of that is inside by the gap', () => {
  const clearMs = (400 + gapPx) / ((stageWidthPx + 400) / 8_000)
  expect(mayFollow(crossing(0, 400), crossing(clearMs + 0.01, 400), gapPx)).toBe(true)
  expect(mayFollow(crossing(0, 400), crossing(clearMs - 0.01, 400), gapPx)).toBe(false)
})

test('a fast message waits until it can no longer reach a slow one', () => {
  expect(mayFollow(crossing(0, 50), crossing(3_999, 1_920), gapPx)).toBe(false)
  expect(mayFollow(crossing(0, 50), crossing(4_001, 1_920), gapPx)).toBe(true)
})

test('a still message may start when the tail of a crossing one has passed its position', () => {
  const still = stillTrajectory({ startedAt: 1_000, lastsMs: 4_000, widthPx: 400, span })
  const at = clearAt(crossing(0, 400), still, gapPx)
  expect(leftAt(crossing(0, 400), at) + 400 + gapPx).toBeCloseTo(760)
  expect(clearAt(undefined, still, gapPx)).toBe(1_000)
  expect(clearAt(still, { ...still, startedAt: 2_000 }, gapPx)).toBe(5_000)
})

const rows: readonly Row[] = [
  { topPx: 0, span },
  { topPx: 36, span },
  { topPx: 72, span: { leftPx: 0, rightPx: 1_300 } },
  { topPx: 108, span: { leftPx: 500, rightPx: stageWidthPx } },
]

const messages = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })),
    widthPx: fc.integer({ min: 10, max: 2_400 }),
    leadMs: fc.constantFrom(0, 0, 6_000),
    crossingMs: fc.constantFrom(4_800, 8_000, 8_000, 8_000, 6_100),
    mode: fc.constantFrom('scroll', 'scroll', 'scroll', 'top', 'bottom', 'all'),
  }),
  { minLength: 1, maxLength: 120 },
)

interface Message {
  readonly afterMs: number
  readonly widthPx: number
  readonly crossingMs: number
  readonly leadMs: number
  readonly mode: string
}

function run(list: readonly Message[]): readonly LaneSlot[] {
  const lanes = createLanes({ widthPx: stageWidthPx, rows, between: [], gapPx, crossingMs: 8_000 })
  let now = 0
  return list.flatMap(({ afterMs, widthPx, crossingMs, leadMs, mode }) => {
    now += afterMs
    const place =
      mode === 'top' || mode === 'bottom' || mode === 'all'
        ? lanes.stay({ widthPx, now, edge: mode, leadMs: 6_000 })
        : lanes.cross({ widthPx, now, crossingMs, leadMs, between: false })
    return place ? [place] : []
  })
}

function touch(one: Trajectory, other: Trajectory, at: number): boolean {
  const alive = [one, other].every(({ startedAt, endsAt }) => startedAt <= at && at < endsAt)
  const [left, right] = [leftAt(one, at), leftAt(other, at)]
  const tolerance = 0.001 // px
  return alive && left + one.widthPx > right + tolerance && right + other.widthPx > left + tolerance
}

/** Returns times at which two messages of a lane are compared: ten steps of their common time. */
function momentsOf(one: Trajectory, other: Trajectory): readonly number[] {
  const from = Math.max(one.startedAt, other.startedAt)
  const sharedMs = Math.min(one.endsAt, other.endsAt) - from
  return sharedMs < 0 ? [] : Array.from({ length: 11 }, (_, step) => from + (sharedMs * step) / 10)
}

function firstTouch(boxes: readonly LaneSlot[]): readonly [LaneSlot, LaneSlot] | undefined {
  for (const [index, one] of boxes.entries()) {
    const other = boxes.slice(index + 1).find(({ lane, path }) => {
      const touches = (at: number): boolean => touch(one.path, path, at)
      return lane === one.lane && momentsOf(one.path, path).some(touches)
    })
    if (other) return [one, other]
  }
  return undefined
}

test('messages of any width and mode never touch, whenever they arrive', () => {
  fc.assert(
    fc.property(messages, (list) => {
      expect(firstTouch(run(list))).toBeUndefined()
    }),
    { numRuns: 300 },
  )
})

test('still messages gather at their edge, and may reserve a row until it is free', () => {
  const twelve = Array.from({ length: 12 }, (_, index) => ({ topPx: index * 36, span }))
  const geometry = { widthPx: stageWidthPx, rows: twelve, between: [], gapPx, crossingMs: 8_000 }
  const lanes = createLanes(geometry)
  const ask = { widthPx: 100, now: 0, leadMs: 6_000 } as const
  expect(lanes.stay({ ...ask, edge: 'top' })?.lane).toBe(0)
  expect(lanes.stay({ ...ask, edge: 'bottom' })?.lane).toBe(11)
  expect(lanes.stay({ ...ask, edge: 'top' })?.lane).toBe(1)
  expect(lanes.stay({ ...ask, edge: 'top', leadMs: 0 })).toBeUndefined()
  expect(lanes.stay({ ...ask, edge: 'top' })).toMatchObject({
    lane: 0,
    path: { startedAt: 4_000 },
  })
})

test('thirty lanes show about seventy chat lines a second', () => {
  const thirty = Array.from({ length: 30 }, (_, index) => ({ topPx: index * 36, span }))
  const geometry = { widthPx: stageWidthPx, rows: thirty, between: [], gapPx, crossingMs: 8_000 }
  const lanes = createLanes(geometry)
  const widths = [60, 120, 190, 260, 400] // px at 24 px text
  const shown = Array.from({ length: 200 * 40 }, (_, index) => {
    const widthPx = widths[index % widths.length] ?? 0
    return lanes.cross({ widthPx, now: index * 5, leadMs: 0, crossingMs: 8_000, between: false })
  }).filter((place) => place !== undefined)
  expect(shown.length / 40).toBeGreaterThan(65)
})
