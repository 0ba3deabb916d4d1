import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeInsert } from '../store/writer/insert.fake.ts'
import { afterKill, type FakeRun, type KeptRoom, startRun } from './recorder.fake.ts'

/** Returns every line of an epoch that a reader can still receive. */
async function readable({ room }: KeptRoom, epoch: string): Promise<readonly unknown[]> {
  const texts: unknown[] = []
  for (;;) {
    const lines = await room.history.after({ epoch, seq: texts.length }, 20)
    if (lines.length === 0) return texts
    for (const line of lines) texts.push((JSON.parse(line) as { text: string }).text)
  }
}

/** Fills the disk, so that the next tick of a room fails its journal. */
function fill({ faults }: FakeRun): void {
  faults.freeBytes = 0
  faults.open = 'ENOSPC'
}

function free({ faults }: FakeRun): void {
  faults.freeBytes = Infinity
  delete faults.open
}

const isJournaled =
  ({ recorder }: FakeRun) =>
  (): boolean =>
    recorder.memoryOnly.size === 0

const refusals = ({ said }: FakeRun): number =>
  said.filter((text) => text === 'room stays in memory, its journal is tried again').length

test('B1 M4 a room whose disk is full for a while continues in memory, and then in a journal', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  night.say('a')
  const first = night.room.epoch
  fill(run)
  night.say('b', 'c')
  const second = night.room.epoch
  expect([second === first, night.room.head, night.renewals()]).toEqual([false, 2, 1])
  expect([...run.recorder.memoryOnly]).toEqual(['night'])
  await run.until(() => refusals(run) === 1)
  night.say('d')
  expect(run.recorder.memoryOnly.size).toBe(1)
  free(run)
  await run.until(isJournaled(run))
  night.say('e')
  expect([night.room.epoch, night.room.head, night.renewals()]).toEqual([second, 4, 1])
  expect(await readable(night, first)).toEqual(['a'])
  expect(await readable(night, second)).toEqual(['b', 'c', 'd', 'e'])

  // A kill at this point loses nothing, and the next run continues in the same epoch.
  const next = startRun({ folder: afterKill(run.folder), table })
  const again = await next.open()
  expect([again.room.epoch, again.room.head]).toEqual([second, 4])
  const stored = (): Set<string> => new Set(table.rows.map(({ epoch, seq }) => `${epoch}:${seq}`))
  await next.until(() => stored().size === 5)
  expect(stored()).toEqual(
    new Set([`${first}:1`, ...[1, 2, 3, 4].map((seq) => `${second}:${seq}`)]),
  )
  await Promise.all([night.close(), again.close()])
})

test('M4 events that were published from memory alone are stored when the database is available', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  table.refuse(new DatabaseUnavailable('away', 'on the same disk'))
  fill(run)
  for (const text of ['a', 'b', 'c']) night.say(text)
  await run.until(() => refusals(run) === 1)
  free(run)
  await run.until(isJournaled(run))
  table.refuse(undefined)
  await run.until(() => table.rows.length === 3)
  expect(table.rows.map(({ seq }) => seq)).toEqual([1, 2, 3])
  await night.close()
})

test('M4 a kill while a room is in memory ends its epoch, and no earlier one continues', async () => {
  const run = startRun()
  const night = await run.open()
  night.say('a')
  const first = night.room.epoch
  fill(run)
  night.say('b')
  const next = startRun({ folder: afterKill(run.folder) })
  const again = await next.open()
  expect([first, night.room.epoch]).not.toContain(again.room.epoch)
  expect(again.room.head).toBe(0)
  await Promise.all([again.close(), night.close()])
})

test('M4 a room that opens while the disk fails is in a journal as soon as the disk works', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const before = startRun({ table })
  const first = await before.open()
  first.say('a')
  const folder = afterKill(before.folder)
  await first.close()

  const run = startRun({ folder, table, faults: { freeBytes: 0, open: 'EMFILE' } })
  const night = await run.open()
  night.say('b')
  expect([...run.recorder.memoryOnly]).toEqual(['night'])
  free(run)
  await run.until(isJournaled(run))
  night.say('c')
  table.refuse(undefined)
  await run.until(() => table.rows.length === 3)
  const numbers = new Map(table.rows.map((row) => [row.epoch, row.epochNumber]))
  expect(numbers.get(night.room.epoch)).toBeGreaterThan(numbers.get(first.room.epoch) ?? 0)
  await night.close()
})

test('M4 a disk that fails a second time, in the middle of the move or later, loses nothing', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const run = startRun({ table })
  const night = await run.open()
  fill(run)
  night.say(...Array.from({ length: 1500 }, (_, index) => `line ${index}`))
  const { epoch } = night.room
  delete run.faults.open
  run.faults.freeBytes = 200_000 // enough to begin
  await run.until(() => refusals(run) === 1)
  free(run)
  await run.until(isJournaled(run))
  expect(night.room.epoch).toBe(epoch)
  fill(run)
  night.say('again')
  expect(night.room.epoch).not.toBe(epoch)
  free(run)
  await run.until(isJournaled(run))
  table.refuse(undefined)
  expect(await readable(night, epoch)).toHaveLength(1500)
  expect(await readable(night, night.room.epoch)).toEqual(['again'])
  await run.until(() => table.rows.length === 1501)
  await night.close()
})

test('M4 full memory loses the oldest lines that are not stored, and the loss is reported', async () => {
  const table = createFakeInsert()
  const run = startRun({ table, memoryBytes: 4_000 })
  const night = await run.open()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  fill(run)
  for (let turn = 0; turn < 20; turn++) night.say('x'.repeat(200))
  const { epoch, head } = night.room
  expect(run.said).toContain('memory full, lines dropped')
  expect(await night.room.history.after({ epoch, seq: head - 2 }, 99)).toHaveLength(2)
  free(run)
  table.refuse(undefined)
  await run.until(() => run.writer.counts.waiting === 0)
  expect(run.writer.counts.lost).toBeGreaterThan(10)
  expect(run.writer.counts.lost + table.rows.length).toBe(20)
  expect(await night.room.history.after({ epoch, seq: 0 }, 99)).toEqual([])
  await night.close()
})

test('M4 a room that closes while it is in memory is no longer reported, and still stored', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  fill(run)
  night.say('a')
  await night.close()
  expect(run.recorder.memoryOnly.size).toBe(0)
  expect(run.said).toContain('room closed while in memory only')
  await run.until(() => table.rows.length === 1)
})

test('the reason why a journal is refused is logged once, however often it is tried', async () => {
  const run = startRun()
  const night = await run.open()
  fill(run)
  night.say('a')
  await run.until(() => refusals(run) === 1)
  const { clock } = run
  const later = clock.now() + 60_000
  await run.until(() => clock.now() > later)
  expect(refusals(run)).toBe(1)
  await night.close()
})
