import { describe, expect, test } from 'vitest'
import { Engine, type Layout } from './engine.ts'
import { leftAt } from './lane.ts'
import type { Comment } from './line.ts'
import { parseOverflow } from './overflow.ts'
import { queueCapacity } from './queue.ts'
import type { Row } from './row.ts'
import type { LineKind } from './line-kind.ts'

const rowsFor = (count: number, widthPx: number): readonly Row[] => {
  const span = { leftPx: 0, rightPx: widthPx }
  return Array.from({ length: count }, (_, index) => ({ topPx: index * 40, span }))
}

const layout: Layout = {
  widthPx: 1_000,
  rows: rowsFor(2, 1_000),
  between: [],
  gapPx: 20,
  crossingMs: 8_000,
  still: false,
  maxAgeMs: 1_500,
  overflow: parseOverflow('queue'),
}
const oneRow: Layout = { ...layout, rows: rowsFor(1, 1_000) }

const line = (id: string, kind: LineKind = 'plain', text = id): Comment => ({ id, kind, text })
const wide = (): number => 900
const idsAt = (engine: Engine, now: number): readonly string[] => {
  engine.tick(now)
  return engine.placed(now).map((entry) => entry.line.id)
}

test('lines take the topmost free lane in order of arrival, and leave at the far edge', () => {
  const engine = new Engine(() => 100, layout)
  engine.push(line('a'), 0)
  engine.push(line('b'), 0)
  expect(engine.tick(10).map((entry) => [entry.line.id, entry.lane])).toEqual([
    ['a', 0],
    ['b', 1],
  ])
  expect(idsAt(engine, 8_009)).toEqual(['a', 'b'])
  expect(idsAt(engine, 8_010)).toEqual([])
})

test('a line without a lane waits, and is dropped after its maximum age', () => {
  const engine = new Engine(wide, layout)
  for (const id of ['a', 'b', 'c']) engine.push(line(id), 0)
  engine.tick(0)
  expect(engine.counts(0)).toMatchObject({ shown: 2, dropped: 0, queued: 1, visible: 2 })
  engine.tick(1_501)
  expect(engine.counts(1_501)).toMatchObject({ shown: 2, dropped: 1, queued: 0, visible: 2 })
})

test('the lane that is free soonest is reserved for a paid line', () => {
  const engine = new Engine(wide, oneRow)
  engine.push(line('first'), 0)
  engine.tick(0)
  engine.push(line('plain'), 1)
  engine.push(line('paid', 'paid-2'), 2)
  engine.tick(2)
  const [first, paid] = engine.placed(2)
  expect([first!.line.id, paid!.line.id]).toEqual(['first', 'paid'])
  const at = paid!.path.startedAt
  expect(leftAt(first!.path, at) + 900 + layout.gapPx).toBeCloseTo(1_000)
})

test('paid lines are shown, however many narrow lines arrive', () => {
  const widths = ({ text }: Comment): number => (text === 'x' ? 20 : 600)
  const engine = new Engine(widths, { ...layout, rows: rowsFor(8, 1_000) })
  for (let now = 0; now < 60_000; now += 20) {
    for (let i = 0; i < 4; i++) engine.push(line(`${now}-${i}`, 'plain', 'x'), now)
    if (now % 1_000 === 0) engine.push(line(`paid-${now}`, 'paid-1'), now)
    engine.tick(now)
  }
  const { paidDropped, queued } = engine.counts(60_000)
  expect(paidDropped).toBe(0)
  expect(queued).toBeLessThanOrEqual(queueCapacity)
})

test('narrow lines do not overtake a wide line for ever while there is room for all', () => {
  const widths = ({ text }: Comment): number => (text === 'x' ? 20 : 200)
  const engine = new Engine(widths, layout)
  for (let now = 0; now < 60_000; now += 10) {
    if (now % 250 === 0) engine.push(line(`narrow-${now}`, 'plain', 'x'), now)
    if (now % 10_000 === 5_000) engine.push(line(`wide-${now}`), now)
    engine.tick(now)
  }
  expect(engine.counts(60_000)).toMatchObject({ shown: 246, dropped: 0 })
})

test('the queue is bounded: the oldest plain line is dropped first', () => {
  const engine = new Engine(wide, { ...layout, rows: [] })
  engine.push(line('paid', 'paid-1'), 0)
  for (let index = 0; index < queueCapacity + 9; index++) engine.push(line(`${index}`), 0)
  engine.tick(0)
  const queued = queueCapacity + 1
  expect(engine.counts(0)).toMatchObject({ shown: 0, dropped: 9, paidDropped: 0, queued })
  engine.layOut(oneRow, 0)
  expect(idsAt(engine, 0)).toEqual(['paid'])
})

test('lines that arrived while the page was hidden are not replayed', () => {
  const engine = new Engine(() => 100, layout)
  for (let second = 0; second < 60; second++) engine.push(line(`${second}`), second * 1_000)
  expect(idsAt(engine, 60_000)).toEqual(['59'])
})

test('withdrawn lines leave the stage and the queue', () => {
  const engine = new Engine(wide, oneRow)
  engine.push(line('shown'), 0)
  engine.push(line('waiting'), 0)
  engine.tick(0)
  engine.withdraw(({ id }) => id === 'shown' || id === 'waiting')
  expect(engine.counts(0)).toMatchObject({ queued: 0, visible: 0 })
})

test('clear frees every lane', () => {
  const engine = new Engine(wide, oneRow)
  engine.push(line('old'), 0)
  engine.tick(0)
  engine.clear()
  engine.push(line('new'), 1)
  expect(idsAt(engine, 1)).toEqual(['new'])
})

describe('a changed layout', () => {
  test('leaves the progress of visible lines unchanged', () => {
    const engine = new Engine(() => 100, layout)
    engine.push(line('a'), 0)
    engine.tick(0)
    engine.layOut({ ...layout, widthPx: 2_000, rows: rowsFor(2, 2_000), crossingMs: 4_000 }, 4_000)
    const [entry] = engine.placed(4_000)
    expect(leftAt(entry!.path, 4_000)).toBeCloseTo(950)
    expect(entry!.path.endsAt).toBeCloseTo(6_000)
  })

  test('removes lines that would now touch, or whose lane is gone', () => {
    let width = 100
    const engine = new Engine(() => width, layout)
    engine.push(line('top'), 0)
    engine.push(line('bottom'), 0)
    engine.tick(0)
    engine.push(line('behind'), 1_000)
    engine.tick(1_000)
    width = 700
    engine.layOut(oneRow, 1_000)
    expect(idsAt(engine, 1_000)).toEqual(['top'])
  })
})

describe('a line without a lane', () => {
  const narrow = ({ count }: Comment): number => 900 + (count ?? 0)

  test('is counted with an equal line, which grows', () => {
    const engine = new Engine(narrow, { ...oneRow, overflow: parseOverflow('merge') })
    for (const id of ['a', 'b', 'c']) engine.push(line(id, 'plain', '666'), 0)
    const [first] = engine.tick(0).slice(-1)
    expect(first).toMatchObject({ line: { id: 'a', count: 3 }, path: { widthPx: 903 } })
    expect(engine.counts(0)).toMatchObject({ shown: 1, merged: 2, dropped: 0, visible: 1 })
  })

  test('does not make the equal line grow into the line behind it', () => {
    const widths = ({ count, text }: Comment): number =>
      (text === 'x' ? 10 : 100) + 500 * (count ?? 0)
    const engine = new Engine(widths, { ...oneRow, overflow: parseOverflow('merge') })
    engine.push(line('a', 'plain', '666'), 0)
    engine.tick(0)
    engine.push(line('x'), 1_000)
    engine.push(line('b', 'plain', '666'), 1_001)
    engine.tick(1_001)
    expect(engine.counts(1_001)).toMatchObject({ shown: 2, merged: 0, dropped: 1 })
  })

  test('waits together with equal lines as one', () => {
    const engine = new Engine(wide, { ...oneRow, overflow: parseOverflow('merge queue') })
    engine.push(line('first'), 0)
    for (const id of ['a', 'b', 'c']) engine.push(line(id, 'plain', '哈哈'), 0)
    engine.tick(0)
    expect(engine.counts(0)).toMatchObject({ queued: 1, merged: 2 })
  })

  test('is dropped at once where no other step is allowed, unless it is paid', () => {
    const engine = new Engine(wide, { ...layout, rows: [], overflow: parseOverflow('drop') })
    engine.push(line('plain'), 0)
    engine.push(line('paid', 'paid-1'), 0)
    engine.tick(0)
    expect(engine.counts(0)).toMatchObject({ dropped: 1, queued: 1, paidDropped: 0 })
  })

  test('runs between the rows as the last step, unless its maximum age passed long ago', () => {
    const between = [{ topPx: 20, span: { leftPx: 0, rightPx: 1_000 } }]
    const overlapping = { ...oneRow, between, overflow: parseOverflow('queue overlap') }
    const engine = new Engine(wide, overlapping)
    for (const id of ['a', 'b', 'c']) engine.push(line(id), 0)
    engine.tick(0)
    engine.tick(1_510)
    expect(engine.placed(1_510).map((entry) => [entry.line.id, entry.row.topPx])).toEqual([
      ['a', 0],
      ['b', 20],
    ])
    expect(engine.counts(1_510)).toMatchObject({ dropped: 1 })
    engine.clear()
    for (const id of ['d', 'e']) engine.push(line(id), 2_000)
    engine.tick(2_000)
    expect(idsAt(engine, 9_000)).toEqual(['d'])
  })

  test('shortens the crossing time of all lines, down to six tenths, until there is room', () => {
    const engine = new Engine(wide, { ...oneRow, overflow: parseOverflow('speed queue') })
    let now = 0
    const flood = (untilMs: number): number => {
      let lastsMs = 0
      for (; now < untilMs; now += 50) {
        engine.push(line(`${now}`), now)
        for (const { path } of engine.tick(now)) lastsMs = path.endsAt - path.startedAt
      }
      return lastsMs
    }
    expect(flood(50)).toBe(8_000)
    expect(flood(30_000)).toBeCloseTo(4_800)
    for (; now < 60_000; now += 50) engine.tick(now)
    expect(flood(60_050)).toBe(8_000)
  })
})

describe('lines with parts', () => {
  const rich = (id: string): Comment => ({ ...line(id), parts: [{ text: id }] })

  test('are shown as text where there is no room among the element lines', () => {
    const engine = new Engine(() => 100, { ...layout, rows: rowsFor(4, 1_000) })
    engine.setRichCapacity(1)
    engine.push(rich('a'), 0)
    engine.push(rich('b'), 0)
    expect(engine.tick(0).map(({ line: { parts } }) => parts?.length)).toEqual([1, undefined])
    engine.tick(8_001)
    engine.push(rich('c'), 8_001)
    expect(engine.tick(8_001)[0]?.line.parts).toHaveLength(1)
  })
})

test('a line for the top stays in the middle of the first row, apart from crossing lines', () => {
  const engine = new Engine(() => 100, layout)
  engine.push({ ...line('top'), mode: 'top' }, 0)
  engine.push(line('crossing'), 0)
  engine.tick(0)
  expect(engine.placed(0).map(({ lane, path }) => [lane, path.pxPerMs > 0])).toEqual([
    [0, false],
    [1, true],
  ])
})
