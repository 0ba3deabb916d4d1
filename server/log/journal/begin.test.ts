import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { endEpoch } from './leftover.ts'
import { killed, numbered, openTest, roomFolder, scratch, segmentsIn } from './open.fake.ts'

const begin = { epoch: 'memory', number: 4, after: 10 }

test('an epoch that was in memory continues in a journal, and over a restart once that is declared', async () => {
  const dir = scratch()
  const { log, recovery, remains } = await openTest(dir, { begin })
  expect([recovery, remains]).toEqual([{ kind: 'new' }, []])
  expect(log).toMatchObject({ epoch: 'memory', epochNumber: 4, oldest: 11, head: 10 })
  log.append(numbered(11, 15))
  log.markOpen()
  log.append(numbered(16, 16))
  const left = killed(dir)
  await log.close()
  for (const folder of [dir, left]) {
    const again = await openTest(folder)
    expect(again.recovery).toEqual({ kind: 'continued' })
    expect(again.log).toMatchObject({ epoch: 'memory', epochNumber: 4, oldest: 11, head: 16 })
    await again.log.close()
  }
})

test('a process that is killed before that ends the epoch: its later lines were shown from memory', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { begin })
  log.append(numbered(11, 15))
  const left = killed(dir)
  await log.close()
  for (const folder of [dir, left]) {
    const after = await openTest(folder)
    expect(after.recovery).toMatchObject({ kind: 'damaged' })
    expect(after.log.epochNumber).toBe(5)
    expect(after.remains).toMatchObject([{ epoch: 'memory', oldest: 11, head: 15 }])
    await after.log.close()
  }
})

test('the files of a failed attempt for the epoch are replaced; those of other epochs stay', async () => {
  const dir = scratch()
  const old = await openTest(dir)
  old.log.append(numbered(1, 3))
  await old.log.close()
  const first = await openTest(dir, { begin })
  first.log.append(numbered(11, 15))
  await first.log.close()
  const { log, remains } = await openTest(dir, { begin: { ...begin, after: 12 } })
  expect(log).toMatchObject({ oldest: 13, head: 12 })
  expect(remains).toMatchObject([{ epoch: old.log.epoch, head: 3 }])
  log.append(numbered(13, 14))
  expect(await log.read(13, 9)).toEqual(numbered(13, 14))
  await log.close()
})

test('M3 an epoch that is ended on purpose does not continue, and its lines can still be stored', async () => {
  const dir = scratch()
  const { log } = await openTest(dir)
  log.append(numbered(1, 3))
  log.append(numbered(4, 4))
  await log.close()
  endEpoch(dir, 'bilibili:123')
  expect(existsSync(join(dir, roomFolder, 'state.json'))).toBe(false)
  const after = await openTest(dir)
  expect(after.log.epoch).not.toBe(log.epoch)
  expect(after.remains).toMatchObject([{ epoch: log.epoch, head: 4 }])
  await after.log.close()
})

test('the number of a next epoch is above all known ones, here or in the database', async () => {
  const dir = scratch()
  const first = await openTest(dir, { stored: [{ epoch: 'of old', number: 7, seq: 9 }] })
  expect(first.log.epochNumber).toBe(8)
  first.log.append(numbered(1, 3))
  await first.log.close()
  rmSync(join(dir, roomFolder, 'state.json'))
  const second = await openTest(dir)
  expect(second.log.epochNumber).toBe(9)
  await second.log.close()
  expect(segmentsIn(dir)).toHaveLength(2)
})
