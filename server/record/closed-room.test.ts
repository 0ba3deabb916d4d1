import { expect, test } from 'vitest'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { createFakeInsert, type FakeInsert } from '../store/writer/insert.fake.ts'
import { afterKill, hasFolder, startRun } from './recorder.fake.ts'

/** Returns the number of stored events; the database ignores repeated ones. */
const stored = ({ rows }: FakeInsert): number =>
  new Set(rows.map(({ epoch, seq }) => `${epoch}:${seq}`)).size

const onDemand = 'bilibili:5440'

test('L14 a room on demand leaves no journal once it is closed and stored, and continues all the same', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const first = await run.open(onDemand)
  first.publish({ type: 'chat', text: 'a', id: 'bilibili:1' })
  await first.close()
  expect(hasFolder(run.folder, onDemand)).toBe(true)
  await run.until(() => !hasFolder(run.folder, onDemand))
  expect(table.rows).toHaveLength(1)

  const again = await run.open(onDemand)
  expect([again.room.epoch, again.room.head]).toEqual([first.room.epoch, 1])
  again.publish({ type: 'chat', text: 'a', id: 'bilibili:1' }) // known
  again.publish({ type: 'chat', text: 'b', id: 'bilibili:2' })
  expect(again.shown.map(({ seq }) => seq)).toEqual([2])
  const { epoch } = again.room
  expect(await again.room.history.after({ epoch, seq: 0 }, 9)).toHaveLength(1)
  expect(await again.room.history.after({ epoch, seq: 1 }, 9)).toHaveLength(1)

  // After a kill at this point it continues from its files.
  const next = startRun({ table, folder: afterKill(run.folder, onDemand) })
  const later = await next.open(onDemand)
  expect([later.room.epoch, later.room.head]).toEqual([epoch, 2])
  await Promise.all([again.close(), later.close()])
})

test('L14 lines that are not stored yet stay, and so does the journal of a room that was opened meanwhile', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const run = startRun({ table })
  const first = await run.open(onDemand)
  first.say('a')
  await first.close()
  const attempts = table.attempts()
  await run.until(() => table.attempts() > attempts + 1)
  expect(hasFolder(run.folder, onDemand)).toBe(true)
  const again = await run.open(onDemand)
  table.refuse(undefined)
  await run.until(() => table.rows.length > 0)
  again.say('b')
  await run.until(() => table.rows.some(({ seq }) => seq === 2))
  expect(hasFolder(run.folder, onDemand)).toBe(true)
  expect(again.room.epoch).toBe(first.room.epoch)
  await again.close()
  await run.until(() => !hasFolder(run.folder, onDemand))
})

test('L14 a configured room keeps its journal', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const night = await run.open()
  night.say('a')
  await night.close()
  await run.until(() => table.rows.length === 1)
  expect(hasFolder(run.folder, 'night')).toBe(true)
})

test('if the database and the record differ about the end, a new epoch begins', async () => {
  const table = createFakeInsert()
  const run = startRun({ table })
  const first = await run.open(onDemand)
  first.say('a')
  await first.close()
  await run.until(() => !hasFolder(run.folder, onDemand))
  const [row] = table.rows
  await table.insert([{ ...row!, seq: 2 }])
  const again = await run.open(onDemand)
  expect(again.room.epoch).not.toBe(first.room.epoch)
  await again.close()
})

test('M3 a removed room is stored to its end, and a new one of the same name has nothing of it', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const run = startRun({ table })
  const first = await run.open()
  first.say('a secret')
  await first.close(true)
  const again = await run.open()
  expect(again.room.epoch).not.toBe(first.room.epoch)
  again.say('b')
  table.refuse(undefined)
  await run.until(() => stored(table) === 2)
  await again.close(true)
  await run.until(() => !hasFolder(run.folder, 'night'))
})

test('M3 a room that is removed while it is not open is stored, and its journal is deleted', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const run = startRun({ table })
  const night = await run.open()
  night.say('a')
  run.recorder.discard('night') // it is open: its journal is deleted at its close
  await night.close()
  run.recorder.discard('night')
  const again = await run.open()
  expect(again.room.epoch).not.toBe(night.room.epoch)
  await again.close()
  run.recorder.discard('night')
  table.refuse(undefined)
  await run.until(() => stored(table) === 1 && !hasFolder(run.folder, 'night'))
})

test('journals of an earlier run whose rooms are not opened are stored, and deleted if not needed', async () => {
  const table = createFakeInsert()
  table.refuse(new DatabaseUnavailable('away', 'gone'))
  const before = startRun({ table })
  const rooms = ['night', 'removed', onDemand]
  const open = await Promise.all(rooms.map((room) => before.open(room)))
  for (const one of open) one.say('a')
  await Promise.all(open.map((one) => one.close()))

  table.refuse(undefined)
  const run = startRun({ table, folder: before.folder })
  await run.recorder.sweep((room) => room === 'night')
  await run.until(() => stored(table) === 3)
  await run.until(() => !hasFolder(run.folder, onDemand) && !hasFolder(run.folder, 'removed'))
  expect(hasFolder(run.folder, 'night')).toBe(true)
  const night = await run.open()
  expect([night.room.epoch, night.room.head]).toEqual([open[0]?.room.epoch, 1])
  await night.close()
})

test('a room that is opened during the sweep opens after it', async () => {
  const table = createFakeInsert()
  const before = startRun({ table })
  const first = await before.open()
  first.say('a')
  await first.close()
  const run = startRun({ table, folder: before.folder })
  const [, night] = await Promise.all([run.recorder.sweep(() => true), run.open()])
  expect([night.room.epoch, night.room.head]).toEqual([first.room.epoch, 1])
  await night.close()
})
