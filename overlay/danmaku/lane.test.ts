import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Course, freeLane, leftAt, mayFollow, scrollingCourse, stillCourse } from './lane.ts'

const stageWidthPx = 1920
const gapPx = 24

describe('a course', () => {
  const usual = { startedAt: 1_000, lastsMs: 8_000, widthPx: 400, stageWidthPx }

  test('leads from just outside the right edge to just outside the left one', () => {
    const course = scrollingCourse(usual)
    expect(leftAt(course, 1_000)).toBe(stageWidthPx)
    expect(leftAt(course, 9_000)).toBe(-400)
    expect(course.endsAt).toBe(9_000)
  })

  test('keeps a still message in the middle', () => {
    const course = stillCourse(usual)
    expect([leftAt(course, 1_000), leftAt(course, 9_000)]).toEqual([760, 760])
  })
})

test('a message as wide as the last one may follow when the tail is inside by the gap', () => {
  const at = (startedAt: number): Course =>
    scrollingCourse({ startedAt, lastsMs: 8_000, widthPx: 400, stageWidthPx })
  const clearMs = (400 + gapPx) / ((stageWidthPx + 400) / 8_000)
  expect(mayFollow(at(0), at(clearMs + 0.01), gapPx)).toBe(true)
  expect(mayFollow(at(0), at(clearMs - 0.01), gapPx)).toBe(false)
})

test('a fast message waits until it can no longer catch up with a slow one', () => {
  const slow = scrollingCourse({ startedAt: 0, lastsMs: 8_000, widthPx: 50, stageWidthPx })
  const fast = (startedAt: number): Course =>
    scrollingCourse({ startedAt, lastsMs: 8_000, widthPx: 1_920, stageWidthPx })
  expect(mayFollow(slow, fast(3_999), gapPx)).toBe(false)
  expect(mayFollow(slow, fast(4_001), gapPx)).toBe(true)
})

const messages = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 })),
    widthPx: fc.integer({ min: 10, max: 2_400 }),
    lastsMs: fc.constantFrom(4_000, 8_000, 8_000, 8_000, 12_000),
    still: fc.boolean(),
  }),
  { minLength: 1, maxLength: 120 },
)

interface Box {
  readonly course: Course
  readonly lane: number
}

function run(
  rows: readonly { afterMs: number; widthPx: number; lastsMs: number; still: boolean }[],
): readonly Box[] {
  const lanes: (Course | undefined)[] = Array.from({ length: 6 }, () => undefined)
  const boxes: Box[] = []
  let now = 0
  for (const { afterMs, widthPx, lastsMs, still } of rows) {
    now += afterMs
    const make = still ? stillCourse : scrollingCourse
    const course = make({ startedAt: now, lastsMs, widthPx, stageWidthPx })
    const lane = freeLane(lanes, course, gapPx)
    if (lane === undefined) continue
    lanes[lane] = course
    boxes.push({ course, lane })
  }
  return boxes
}

function touch(one: Course, other: Course, at: number): boolean {
  const alive = [one, other].every(({ startedAt, endsAt }) => startedAt <= at && at <= endsAt)
  const [left, right] = [leftAt(one, at), leftAt(other, at)]
  const tolerance = 0.001 // px
  return alive && left + one.widthPx > right + tolerance && right + other.widthPx > left + tolerance
}

/** Times at which two of a lane are compared: ten steps of what they share. */
function momentsOf(one: Course, other: Course): readonly number[] {
  const from = Math.max(one.startedAt, other.startedAt)
  const sharedMs = Math.min(one.endsAt, other.endsAt) - from
  return sharedMs < 0 ? [] : Array.from({ length: 11 }, (_, step) => from + (sharedMs * step) / 10)
}

function firstTouch(boxes: readonly Box[]): readonly [Box, Box] | undefined {
  for (const [index, one] of boxes.entries()) {
    const other = boxes.slice(index + 1).find(({ lane, course }) => {
      const touches = (at: number): boolean => touch(one.course, course, at)
      return lane === one.lane && momentsOf(one.course, course).some(touches)
    })
    if (other) return [one, other]
  }
  return undefined
}

test('messages of any width, coming at any time, never touch', () => {
  fc.assert(
    fc.property(messages, (rows) => {
      const scrolling = rows.map((row) => ({ ...row, still: false }))
      expect(firstTouch(run(scrolling))).toBeUndefined()
    }),
  )
})

test('still messages never touch', () => {
  fc.assert(
    fc.property(messages, (rows) => {
      expect(firstTouch(run(rows.map((row) => ({ ...row, still: true }))))).toBeUndefined()
    }),
  )
})

test('thirty lanes show about seventy chat lines a second', () => {
  const lanes: (Course | undefined)[] = Array.from({ length: 30 }, () => undefined)
  const widths = [60, 120, 190, 260, 400] // px at 24 px text
  let shown = 0
  for (let index = 0; index < 200 * 40; index++) {
    const course = scrollingCourse({
      startedAt: index * 5,
      lastsMs: 8_000,
      widthPx: widths[index % widths.length] ?? 0,
      stageWidthPx,
    })
    const lane = freeLane(lanes, course, gapPx)
    if (lane === undefined) continue
    lanes[lane] = course
    shown += 1
  }
  expect(shown / 40).toBeGreaterThan(65)
})
