import { rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { readHostProcesses } from '../../lib/file/host-process.ts'
import { killed, numbered, openTest, roomFolder, scratch, segmentsIn } from './open.fake.ts'

vi.setConfig({ testTimeout: 60_000 }) // every close waits for the disk, and disks differ

const small = { segmentBytes: 200, maxBytes: 1_000_000 }

test('after a loss of power a new epoch starts, and the old lines can still be stored', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small })
  log.append(numbered(1, 9))
  const copy = killed(dir)
  await log.close()
  const machine = { ...readHostProcesses(), sameBoot: () => false }
  const after = await openTest(copy, { machine })
  expect(after.recovery).toMatchObject({ kind: 'damaged' })
  expect(after.log.epoch).not.toBe(log.epoch)
  expect(after.log).toMatchObject({ head: 0, oldest: 1 })
  const [remains] = after.remains
  expect(remains).toMatchObject({
    epoch: log.epoch,
    epochNumber: 1,
    oldest: 1,
    head: 9,
    waiting: 9,
  })
  expect(after.log.epochNumber).toBe(2)
  expect(await remains?.read(4, 100)).toEqual(numbered(4, 9))
  await after.log.close()
})

test('remains are offered until they are discarded', async () => {
  const dir = scratch()
  const first = await openTest(dir)
  first.log.append(numbered(1, 9))
  await first.log.close()
  rmSync(join(dir, roomFolder, 'state.json'))
  const second = await openTest(dir)
  expect(second.recovery).toMatchObject({ kind: 'damaged' })
  second.log.append(numbered(1, 2))
  await second.log.close()
  const third = await openTest(dir)
  expect(third.recovery).toEqual({ kind: 'continued' })
  const [remains] = third.remains
  expect(await remains?.read(1, 100)).toEqual(numbered(1, 9))
  remains?.discard()
  remains?.discard()
  expect(remains?.bytes).toBe(0)
  expect(await remains?.read(1, 100)).toEqual([])
  await third.log.close()
  const fourth = await openTest(dir)
  expect(fourth.remains).toEqual([])
  expect(await fourth.log.read(1, 100)).toEqual(numbered(1, 2))
  await fourth.log.close()
})

test('the remains of each epoch are stored, and are deleted, oldest first, before any newer line', async () => {
  const losses: number[] = []
  const onLoss = (lines: number): void => void losses.push(lines)
  const limits = { segmentBytes: 1000, maxBytes: 1000 }
  const dir = scratch()
  for (const lines of [9, 8, 7]) {
    const { log } = await openTest(dir, { limits, onLoss })
    log.append(numbered(1, lines))
    await log.close()
    rmSync(join(dir, roomFolder, 'state.json'))
  }
  const { log, remains } = await openTest(dir, { limits, onLoss })
  expect(remains.map(({ epochNumber, head }) => [epochNumber, head])).toEqual([
    [1, 9],
    [2, 8],
    [3, 7],
  ])
  expect(losses).toEqual([])
  remains[1]?.markStored(5)
  log.append(numbered(1, 14))
  expect(losses).toEqual([9])
  log.append(numbered(15, 30))
  expect(losses).toEqual([9, 3, 7])
  expect(segmentsIn(dir)).toHaveLength(1)
  expect(await log.read(1, 100)).toEqual(numbered(1, 30))
  await log.close()
})

test('the newest epoch is known by its number, though a clock was put back', async () => {
  const dir = scratch()
  for (const lines of [9, 8]) {
    const { log } = await openTest(dir)
    log.append(numbered(1, lines))
    await log.close()
    rmSync(join(dir, roomFolder, 'state.json'))
  }
  const [newest] = segmentsIn(dir).filter(({ path }) => path.includes('/2.'))
  utimesSync(newest!.path, 1, 1)
  const { log, remains } = await openTest(dir)
  expect(remains.map(({ head }) => head)).toEqual([9, 8])
  expect(log.epochNumber).toBe(3)
  await log.close()
})

test('H6 the newest lines stay after they are stored, in segments before and in an ended epoch', async () => {
  const limits = { ...small, recentLines: 12 }
  const dir = scratch()
  const first = await openTest(dir, { limits })
  for (let seq = 1; seq <= 30; seq++) first.log.append(numbered(seq, seq))
  first.log.trim(30)
  expect(first.log.oldest).toBeGreaterThan(10)
  expect(first.log.oldest).toBeLessThanOrEqual(19)
  await first.log.close()
  rmSync(join(dir, roomFolder, 'state.json'))

  const { log, remains } = await openTest(dir, { limits })
  const [left] = remains
  for (let seq = 1; seq <= 11; seq++) log.append(numbered(seq, seq))
  left?.markStored(30)
  log.trim(11)
  expect(left?.bytes).toBeGreaterThan(0)
  log.append(numbered(12, 12))
  log.trim(11)
  expect(left?.bytes).toBe(0)
  expect(log.oldest).toBe(1)
  await log.close()
})

test('lines that are not stored stay, however many came after them', async () => {
  const limits = { ...small, recentLines: 2 }
  const dir = scratch()
  const first = await openTest(dir, { limits })
  first.log.append(numbered(1, 9))
  await first.log.close()
  rmSync(join(dir, roomFolder, 'state.json'))
  const { log, remains } = await openTest(dir, { limits })
  remains[0]?.markStored(8)
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  log.trim(20)
  expect(await remains[0]?.read(9, 1)).toEqual(numbered(9, 9))
  await log.close()
})

test('remains that were stored and discarded are not counted as lost', async () => {
  const losses: number[] = []
  const limits = { segmentBytes: 1000, maxBytes: 1000 }
  const dir = scratch()
  const first = await openTest(dir, { limits })
  first.log.append(numbered(1, 7))
  await first.log.close()
  rmSync(join(dir, roomFolder, 'state.json'))
  const { log, remains } = await openTest(dir, { limits, onLoss: (lines) => losses.push(lines) })
  remains[0]?.discard()
  log.append(numbered(1, 30))
  expect(losses).toEqual([])
  await log.close()
})
