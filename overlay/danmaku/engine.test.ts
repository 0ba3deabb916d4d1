import { describe, expect, test } from 'vitest'
import { createEngine, type Engine, type Layout, queueCapacity } from './engine.ts'
import { leftAt } from './lane.ts'
import type { Line, Tone } from './line.ts'

const layout: Layout = {
  widthPx: 1_000,
  laneCount: 2,
  gapPx: 20,
  crossingMs: 8_000,
  still: false,
  maxAgeMs: 1_500,
}

const line = (id: string, tone: Tone = 'plain'): Line => ({ id, tone, text: id })
const wide = (): number => 900
const idsAt = (engine: Engine, now: number): readonly string[] =>
  engine.tick(now).map((entry) => entry.line.id)

test('lines take the topmost free lane in the order they came, and leave at the far edge', () => {
  const engine = createEngine(() => 100, layout)
  engine.push(line('a'), 0)
  engine.push(line('b'), 0)
  expect(engine.tick(10).map((entry) => [entry.line.id, entry.lane])).toEqual([
    ['a', 0],
    ['b', 1],
  ])
  expect(idsAt(engine, 8_009)).toEqual(['a', 'b'])
  expect(idsAt(engine, 8_010)).toEqual([])
})

test('a line without room waits, and is dropped when it has grown old', () => {
  const engine = createEngine(wide, layout)
  for (const id of ['a', 'b', 'c']) engine.push(line(id), 0)
  engine.tick(0)
  expect(engine.counts()).toEqual({ shown: 2, dropped: 0, queued: 1, visible: 2 })
  engine.tick(1_501)
  expect(engine.counts()).toEqual({ shown: 2, dropped: 1, queued: 0, visible: 2 })
})

test('a paid line goes before plain ones and waits longer', () => {
  const engine = createEngine(wide, { ...layout, laneCount: 1 })
  engine.push(line('first'), 0)
  engine.tick(0)
  engine.push(line('plain'), 1)
  engine.push(line('paid', 'paid-2'), 2)
  expect(idsAt(engine, 7_900)).toEqual(['first', 'paid'])
})

test('the queue is bounded: the oldest plain line falls out first', () => {
  const engine = createEngine(wide, { ...layout, laneCount: 0 })
  engine.push(line('paid', 'paid-1'), 0)
  for (let index = 0; index < queueCapacity + 9; index++) engine.push(line(`${index}`), 0)
  engine.tick(0)
  expect(engine.counts()).toEqual({ shown: 0, dropped: 10, queued: queueCapacity, visible: 0 })
  engine.layOut({ ...layout, laneCount: 1 }, 0)
  expect(idsAt(engine, 0)).toEqual(['paid'])
})

test('what came while the page was hidden is not replayed', () => {
  const engine = createEngine(() => 100, layout)
  for (let second = 0; second < 60; second++) engine.push(line(`${second}`), second * 1_000)
  expect(idsAt(engine, 60_000)).toEqual(['59'])
})

test('what is withdrawn goes from the stage and from the queue', () => {
  const engine = createEngine(wide, { ...layout, laneCount: 1 })
  engine.push(line('shown'), 0)
  engine.push(line('waiting'), 0)
  engine.tick(0)
  engine.withdraw(({ id }) => id === 'shown' || id === 'waiting')
  expect(engine.counts()).toMatchObject({ queued: 0, visible: 0 })
})

test('clear frees every lane', () => {
  const engine = createEngine(wide, { ...layout, laneCount: 1 })
  engine.push(line('old'), 0)
  engine.tick(0)
  engine.clear()
  engine.push(line('new'), 1)
  expect(idsAt(engine, 1)).toEqual(['new'])
})

describe('a changed stage', () => {
  test('keeps the progress of what is on it', () => {
    const engine = createEngine(() => 100, layout)
    engine.push(line('a'), 0)
    engine.tick(0)
    engine.layOut({ ...layout, widthPx: 2_000, crossingMs: 4_000 }, 4_000)
    const [entry] = engine.tick(4_000)
    expect(leftAt(entry!.course, 4_000)).toBeCloseTo(950)
    expect(entry!.course.endsAt).toBeCloseTo(6_000)
  })

  test('takes off what would touch now, or has lost its lane', () => {
    let width = 100
    const engine = createEngine(() => width, layout)
    engine.push(line('top'), 0)
    engine.push(line('bottom'), 0)
    engine.tick(0)
    engine.push(line('behind'), 1_000)
    engine.tick(1_000)
    width = 700
    engine.layOut({ ...layout, laneCount: 1 }, 1_000)
    expect(idsAt(engine, 1_000)).toEqual(['top'])
  })
})
