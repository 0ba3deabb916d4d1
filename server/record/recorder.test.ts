import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeInsert } from '../store/writer/insert.fake.ts'
import { type Absence, DatabaseUnavailable } from '../store/engine/db.ts'
import { Journals } from './journals.ts'
import { afterKill, scratchFolder, segmentsOf, startRun } from './recorder.fake.ts'
import { RoomRecorder } from './recorder.ts'

/** Creates a recorder without a writer, over a database of the test. */
function createTestRecorder(
  opened: Promise<void>,
  absence: Absence,
  query: () => Promise<never> = () => Promise.reject(new DatabaseUnavailable(absence)),
) {
  const database = { opened, query, script: query }
  const clock = createFakeClock()
  let epochs = 0
  const said: string[] = []
  const say = (_: object, message: string): void => void said.push(message)
  const log = { info: () => undefined, warn: say, error: say }
  const newEpoch = (): string => `e${(epochs += 1)}`
  const memory = { maxBytes: 1_000_000, usedBytes: 0 }
  const journals = new Journals({ dir: scratchFolder(), newEpoch, log })
  const parts = { journals, database, writer: undefined, clock, log, memory }
  return { recorder: new RoomRecorder(parts), clock, said }
}

const never = new Promise<never>(() => undefined)
const textsOf = (lines: readonly { readonly line: string }[]): readonly string[] =>
  lines.map(({ line }) => (JSON.parse(line) as { text: string }).text)

test('rooms wait once, and together, for a database that opens slowly', async () => {
  const { recorder, clock } = createTestRecorder(never, 'opening')
  const first = recorder.open('a')
  clock.advance(500)
  const second = recorder.open('b') // no time passes any more
  const logs = (await Promise.all([first, second])).map(({ log }) => log)
  expect(logs.map(({ epoch, head }) => [epoch, head])).toEqual(
    expect.arrayContaining([
      ['e1', 0],
      ['e2', 0],
    ]),
  )
  await Promise.all(logs.map((log) => log.close()))
})

test('a room opens while the database is away, which is logged', async () => {
  const { recorder, said } = createTestRecorder(Promise.resolve(), 'away')
  const { log, release } = await recorder.open('a')
  log.append(['{"id":"x"}'])
  await log.close()
  release(false)
  const again = await recorder.open('a')
  expect([again.log.epoch, again.log.head]).toEqual(['e1', 1])
  expect(said).toEqual(['database not asked how far it is', 'database not asked how far it is'])
  await again.log.close()
})

test('a room waits seconds for a slow database, and opens without one that hangs', async () => {
  const queries: string[] = []
  const { recorder, clock } = createTestRecorder(Promise.resolve(), 'away', () => {
    queries.push('asked')
    return never
  })
  const opening = recorder.open('a')
  const opened = { is: false }
  void opening.then(() => (opened.is = true))
  while (queries.length === 0) await pause()
  clock.advance(4_999)
  await pause()
  expect(opened.is).toBe(false)
  while (!opened.is) {
    clock.advance(5_000) // for each of its questions
    await pause()
  }
  await (await opening).log.close()
})

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const streak = (id: string, total: number): Draft => {
  const money = { amount: 100, unit: 'gold' } as const
  const rose = { gift: { id: 'g', name: 'rose' }, count: 1, price: money, value: money }
  return { type: 'gift', id, ...rose, combo: { id: 's', total, final: false } }
}

test('published events are stored, and stored ones are not stored again after a restart', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  night.say('a', 'b')
  await run.until(() => table.rows.length === 2)
  night.say('c')
  const left = afterKill(run.folder)
  expect(textsOf(table.rows)).toEqual(['a', 'b'])

  const next = startRun({ folder: left, table })
  const again = await next.open()
  again.say('d')
  await next.until(() => table.rows.length > 3)
  expect(textsOf(table.rows)).toEqual(['a', 'b', 'c', 'd'])
  expect(new Set(table.rows.map(({ epoch }) => epoch)).size).toBe(1)
  await Promise.all([again.close(), night.close()])
})

test('the stored position of another epoch has no effect on the present one', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const other = { room: 'night', epoch: 'of old', epochNumber: 1, seq: 9, line: '{}' }
  await table.insert([
    { ...other, id: 'x', source: 'bilibili:1', type: 'chat', at: 1, receivedAt: 1 },
  ])
  const night = await run.open()
  night.say('a', 'b')
  await run.until(() => table.rows.length === 3)
  expect(table.rows.map(({ epoch, seq }) => [epoch, seq]).slice(1)).toEqual([
    [night.room.epoch, 1],
    [night.room.epoch, 2],
  ])
  await night.close()
})

test('a journal is trimmed up to the stored position, except for its newest lines', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  const { log } = night.kept
  const long = 'x'.repeat(4000)
  for (let turn = 1; turn <= 12; turn++) {
    night.say(...Array.from({ length: 2500 }, () => (turn <= 2 ? long : 'short')))
    await run.until(() => table.rows.length === turn * 2500)
    expect(log.head - log.oldest + 1).toBeGreaterThanOrEqual(Math.min(log.head, 20_000))
  }
  expect(log.oldest).toBeGreaterThan(1)
  await night.close()
})

test('the remains of an ended epoch stay on the disk until they are stored, and are reported meanwhile', async () => {
  const table = createFakeInsert()
  const first = startRun({ table })
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const before = await first.open()
  before.say('a', 'b', 'c')
  const left = afterKill(first.folder)
  await before.close()

  const run = startRun({ folder: left, table, rebooted: true })
  const night = await run.open()
  expect(night.room.epoch).not.toBe(before.room.epoch)
  night.say('d')
  const attempts = table.attempts()
  await run.until(() => table.attempts() > attempts + 2)
  const old = { epoch: before.room.epoch, seq: 0 }
  expect(await night.room.history.after(old, 9)).toHaveLength(3)
  table.refuse(undefined)
  await run.until(() => table.rows.length === 4)
  expect(textsOf(table.rows).toSorted()).toEqual(['a', 'b', 'c', 'd'])
  expect(await night.room.history.after(old, 9)).toHaveLength(3)
  await night.close()
})

test('files of an ended epoch stay until the last of its lines is stored, and are deleted then', async () => {
  const lines = Array.from({ length: 500 }, () => 'said')
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const first = startRun({ table })
  const before = await first.open()
  for (let turn = 0; turn < 41; turn++) before.say(...lines)
  const left = afterKill(first.folder)
  await before.close()

  const run = startRun({ folder: left, table, rebooted: true })
  const night = await run.open()
  for (let turn = 0; turn < 40; turn++) night.say(...lines)
  const files = segmentsOf(run.folder, 'night').length
  table.refuse(undefined)
  await run.until(() => table.rows.length === 40_500)
  const old = table.rows.filter(({ epoch }) => epoch === before.room.epoch)
  expect(old.map(({ seq }) => seq)).toEqual(Array.from({ length: 20_500 }, (_, i) => i + 1))
  await run.until(() => segmentsOf(run.folder, 'night').length < files)
  await night.close()
})

test('the remains of two epochs are stored, of each all of them', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  let folder: string | undefined
  for (const text of ['a', 'b']) {
    const run = startRun({ table, rebooted: true, ...(folder === undefined ? {} : { folder }) })
    const night = await run.open()
    night.say(text)
    folder = afterKill(run.folder)
    await night.close()
  }
  table.refuse(undefined)
  const run = startRun({ table, rebooted: true, ...(folder === undefined ? {} : { folder }) })
  const night = await run.open()
  await run.until(() => table.rows.length === 2)
  expect(textsOf(table.rows).toSorted()).toEqual(['a', 'b'])
  await night.close()
})

test('B2 a power cut loses neither the ids nor the streaks of the epoch that it ended', async () => {
  const table = createFakeInsert()
  const first = startRun({ table })
  const before = await first.open()
  before.publish(streak('bilibili:5', 5))
  const left = afterKill(first.folder)
  await before.close()

  const run = startRun({ folder: left, table, rebooted: true })
  const night = await run.open()
  expect(night.kept.recent).toEqual([])
  expect(night.kept.earlier).toMatchObject([{ type: 'gift', combo: { total: 5 } }])
  night.publish(streak('bilibili:5', 5))
  night.publish(streak('bilibili:6', 6))
  expect(night.shown.map(({ id }) => id)).toEqual(['bilibili:6'])
  expect(night.room.state()).toEqual([])
  await night.close()
})

test('B2 stored lines that a power cut removed from the files are read from the database', async () => {
  const table = createFakeInsert()
  const first = startRun({ table })
  const before = await first.open()
  before.publish({ type: 'chat', text: 'a', id: 'bilibili:1' })
  const left = afterKill(first.folder)
  before.publish({ type: 'chat', text: 'b', id: 'bilibili:2' })
  await first.until(() => table.rows.length === 2)
  await before.close()

  const run = startRun({ folder: left, table, rebooted: true })
  const night = await run.open()
  expect(night.kept.earlier.map(({ id }) => id)).toEqual(['bilibili:1', 'bilibili:2'])
  await night.close()
})

test('H6 a room in a new folder restores its published events from the database', async () => {
  const table = createFakeInsert()
  const first = startRun({ table })
  const before = await first.open()
  before.publish({ type: 'chat', text: 'a', id: 'bilibili:1' })
  await first.until(() => table.rows.length === 1)
  await before.close()
  const run = startRun({ table })
  const night = await run.open()
  expect(night.room.epoch).not.toBe(before.room.epoch)
  night.publish({ type: 'chat', text: 'a', id: 'bilibili:1' })
  expect(night.shown).toEqual([])
  await night.close()
})

test('lines that were damaged on disk are read from the database, and do not prevent the opening', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  night.say('a', 'b')
  await run.until(() => table.rows.length === 2)
  for (const file of segmentsOf(run.folder, 'night')) writeFileSync(file, 'garbage')
  const { epoch } = night.room
  expect(await night.room.history.after({ epoch, seq: 0 }, 9)).toHaveLength(2)
  await night.close()
})
