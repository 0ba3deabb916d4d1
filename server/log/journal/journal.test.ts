import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Locked } from '../../lib/file/lock-file.ts'
import { readHostProcesses } from '../../lib/file/host-process.ts'
import { LogFailed } from '../log.ts'
import { killed, numbered, openTest, roomFolder, scratch, segmentsIn } from './open.fake.ts'

vi.setConfig({ testTimeout: 60_000 }) // every close waits for the disk, and disks differ

const small = { segmentBytes: 200, maxBytes: 1_000_000 }

test('a new journal is empty, and counts from 1', async () => {
  const { log, recovery, remains } = await openTest(scratch())
  expect(recovery).toEqual({ kind: 'new' })
  expect(remains).toEqual([])
  expect(log).toMatchObject({ epochNumber: 1, head: 0, oldest: 1, bytes: 0 })
  expect(await log.read(1, 10)).toEqual([])
  await log.close()
})

test('appended lines are read from any position and up to any limit', async () => {
  const ticks = fc.array(fc.nat(5), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(ticks, fc.integer({ min: 50, max: 2000 }), async (sizes, segmentBytes) => {
      const limits = { segmentBytes, maxBytes: 1_000_000 }
      const { log } = await openTest(scratch(), { limits })
      for (const size of sizes) log.append(numbered(log.head + 1, log.head + size))
      const all = numbered(1, log.head)
      for (let from = 1; from <= log.head + 2; from += 3) {
        for (const limit of [0, 1, 7, 1000]) {
          expect(await log.read(from, limit)).toEqual(all.slice(from - 1, from - 1 + limit))
        }
      }
      expect(await log.read(0, 5)).toEqual([])
      await log.close()
    }),
    { numRuns: 30 },
  )
})

test('a line longer than one chunk is read, and so are those around it', async () => {
  const { log } = await openTest(scratch())
  const long = 'x'.repeat(700_000)
  log.append(['a', long])
  log.append(['b'])
  log.append([long, 'c'])
  expect(await log.read(1, 10)).toEqual(['a', long, 'b', long, 'c'])
  expect(await log.read(3, 2)).toEqual(['b', long])
  await log.close()
})

test('reading continues while lines are appended and segments rotate', async () => {
  const { log } = await openTest(scratch(), { limits: small })
  log.append(numbered(1, 1))
  const reading = Array.from({ length: 50 }, async (_, i) => {
    log.append(numbered(i + 2, i + 2))
    const headThen = log.head
    expect(await log.read(1, 1000)).toEqual(numbered(1, headThen))
  })
  await Promise.all(reading)
  await log.close()
})

test('a closed journal continues at its end, and reports that', async () => {
  const dir = scratch()
  const first = await openTest(dir, { limits: small })
  first.log.append(numbered(1, 20))
  first.log.append(numbered(21, 21))
  await first.log.close()
  const { log, recovery } = await openTest(dir, { limits: small })
  expect(recovery).toEqual({ kind: 'continued' })
  expect(log).toMatchObject({ epoch: first.log.epoch, head: 21, oldest: 1 })
  log.append(numbered(22, 23))
  expect(await log.read(20, 10)).toEqual(numbered(20, 23))
  await log.close()
})

test('closing is idempotent, and nothing can be appended after', async () => {
  const { log } = await openTest(scratch())
  await Promise.all([log.close(), log.close()])
  expect(() => log.append(['late'])).toThrow('closed')
})

test('a journal can be open only once', async () => {
  const dir = scratch()
  const { log } = await openTest(dir)
  await expect(openTest(dir)).rejects.toThrow(Locked)
  const other = await openTest(dir, { room: 'bilibili:456' })
  await Promise.all([log.close(), other.log.close()])
  const again = await openTest(dir)
  await again.log.close()
})

test('a writer whose lock was taken stops at the next segment and leaves the rest alone', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small })
  log.append(numbered(1, 3))
  writeFileSync(join(dir, roomFolder, 'lock'), 'the other writer')
  expect(() => log.append(numbered(4, 9))).toThrow(expect.objectContaining({ reason: 'fenced' }))
  await log.close()
  expect(readFileSync(join(dir, roomFolder, 'lock'), 'utf8')).toBe('the other writer')
  expect(readFileSync(join(dir, roomFolder, 'state.json'), 'utf8')).toContain(log.epoch)
})

test('trimming deletes whole segments, never the one that is written to', async () => {
  const losses: number[] = []
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small, onLoss: (lines) => losses.push(lines) })
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  const segments = segmentsIn(dir).length
  log.trim(2)
  expect(log.oldest).toBe(1)
  log.trim(10)
  expect(log.oldest).toBeGreaterThan(1)
  expect(log.oldest).toBeLessThanOrEqual(11)
  expect(segmentsIn(dir).length).toBeLessThan(segments)
  expect(await log.read(log.oldest, 100)).toEqual(numbered(log.oldest, 20))
  expect(await log.read(1, 100)).toEqual([])
  log.trim(1000)
  expect(segmentsIn(dir)).toHaveLength(1)
  expect(await log.read(log.oldest, 100)).toEqual(numbered(log.oldest, 20))
  expect(losses).toEqual([])
  await log.close()
})

test('a journal that was trimmed continues after a restart, though no line may be left', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small })
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  log.trim(20)
  const copy = killed(dir)
  await log.close()
  for (const left of [dir, copy]) {
    const again = await openTest(left, { stored: [{ epoch: log.epoch, number: 1, seq: 20 }] })
    expect(again.recovery).toEqual({ kind: 'continued' })
    expect(again.log).toMatchObject({ epoch: log.epoch, head: 20, oldest: log.oldest })
    await again.log.close()
  }
})

test('a journal never outgrows its limit, keeps the newest lines, and counts the lost ones', async () => {
  const ticks = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 10, maxLength: 60 })
  const limits = fc
    .tuple(fc.integer({ min: 250, max: 800 }), fc.integer({ min: 1, max: 4 }))
    .map(([segmentBytes, segments]) => ({ segmentBytes, maxBytes: segmentBytes * segments }))
  await fc.assert(
    fc.asyncProperty(ticks, limits, fc.nat(100), async (sizes, bounds, trimmed) => {
      let lost = 0
      const dir = scratch()
      const onLoss = (lines: number): void => void (lost += lines)
      const { log } = await openTest(dir, { limits: bounds, onLoss })
      log.append(numbered(1, 1))
      log.trim(trimmed)
      for (const size of sizes) {
        log.append(numbered(log.head + 1, log.head + size))
        const onDisk = segmentsIn(dir).reduce((sum, { bytes }) => sum + bytes, 0)
        expect(log.bytes).toBe(onDisk)
        expect(onDisk).toBeLessThanOrEqual(bounds.maxBytes)
      }
      expect(lost).toBe(log.oldest - 1 - Math.min(trimmed, 1, log.oldest - 1))
      expect(await log.read(log.oldest, 1000)).toEqual(numbered(log.oldest, log.head))
      await log.close()
    }),
    { numRuns: 40 },
  )
})

test('a segment that is deleted during a read ends the answer early, never leaves a hole', async () => {
  const { log } = await openTest(scratch(), { limits: small })
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  const reading = log.read(1, 100)
  log.trim(10)
  const lines = await reading
  expect(lines).toEqual(numbered(1, lines.length))
  await log.close()
})

test('a segment that is damaged after it was written is not read as if it were sound', async () => {
  const dir = scratch()
  const { log } = await openTest(dir)
  log.append(numbered(1, 5))
  const { path } = segmentsIn(dir)[0]!
  const bytes = readFileSync(path)
  writeFileSync(path, bytes.subarray(0, -1))
  await expect(log.read(1, 10)).rejects.toThrow(LogFailed)
  bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
  writeFileSync(path, bytes)
  await expect(log.read(1, 10)).rejects.toThrow('was damaged at byte 0 after it was written')
  await log.close()
})

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

test('a folder that cannot be written to is refused, in words', async () => {
  const file = join(scratch(), 'file')
  writeFileSync(file, '')
  await expect(openTest(file)).rejects.toMatchObject({
    name: 'LogFailed',
    reason: 'broken',
    message: expect.stringMatching(/^the journal of bilibili:123 failed: /),
  })
})

test('limits that cannot hold are refused', async () => {
  const limits = { segmentBytes: 100, maxBytes: 99 }
  await expect(openTest(scratch(), { limits })).rejects.toThrow(RangeError)
})
