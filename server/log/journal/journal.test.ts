import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Locked } from '../../lib/lock-file.ts'
import { readMachine } from '../../lib/machine.ts'
import { LogFailed } from '../log.ts'
import { killed, numbered, openTest, roomFolder, scratch, segmentsIn } from './open.fake.ts'

vi.setConfig({ testTimeout: 60_000 }) // every close waits for the disk, and disks differ

const small = { segmentBytes: 200, maxBytes: 1_000_000 }

test('a new journal is empty, and counts from 1', async () => {
  const { log, recovery, remains } = await openTest(scratch())
  expect(recovery).toEqual({ kind: 'new' })
  expect(remains).toBeUndefined()
  expect(log).toMatchObject({ head: 0, oldest: 1, bytes: 0 })
  expect(await log.read(1, 10)).toEqual([])
  await log.close()
})

test('what was appended is read, from any position and as far as asked', async () => {
  const turns = fc.array(fc.nat(5), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(turns, fc.integer({ min: 50, max: 2000 }), async (sizes, segmentBytes) => {
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

test('a line longer than what is read at a time is read, and so are those around it', async () => {
  const { log } = await openTest(scratch())
  const long = 'x'.repeat(700_000)
  log.append(['a', long])
  log.append(['b'])
  log.append([long, 'c'])
  expect(await log.read(1, 10)).toEqual(['a', long, 'b', long, 'c'])
  expect(await log.read(3, 2)).toEqual(['b', long])
  await log.close()
})

test('reading goes on while lines are appended and segments rotate', async () => {
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

test('a closed journal goes on where it ended, and says so', async () => {
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

test('a journal is open once', async () => {
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

test('a journal that was trimmed goes on after a restart, though no line may be left', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small })
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  log.trim(20)
  const copy = killed(dir)
  await log.close()
  for (const left of [dir, copy]) {
    const again = await openTest(left, { stored: { epoch: log.epoch, seq: 20 } })
    expect(again.recovery).toEqual({ kind: 'continued' })
    expect(again.log).toMatchObject({ epoch: log.epoch, head: 20, oldest: log.oldest })
    await again.log.close()
  }
})

test('a journal never outgrows its limit, keeps the newest lines, and counts what it lost', async () => {
  const turns = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 10, maxLength: 60 })
  const limits = fc
    .tuple(fc.integer({ min: 250, max: 800 }), fc.integer({ min: 1, max: 4 }))
    .map(([segmentBytes, segments]) => ({ segmentBytes, maxBytes: segmentBytes * segments }))
  await fc.assert(
    fc.asyncProperty(turns, limits, fc.nat(100), async (sizes, bounds, trimmed) => {
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

test('what goes while it is being read ends the answer early, never leaves a hole', async () => {
  const { log } = await openTest(scratch(), { limits: small })
  for (let seq = 1; seq <= 20; seq++) log.append(numbered(seq, seq))
  const reading = log.read(1, 100)
  log.trim(10)
  const lines = await reading
  expect(lines).toEqual(numbered(1, lines.length))
  await log.close()
})

test('a segment that goes bad after it was written is not read as if it were good', async () => {
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

test('after a loss of power a new epoch starts, and the old lines are still there to store', async () => {
  const dir = scratch()
  const { log } = await openTest(dir, { limits: small })
  log.append(numbered(1, 9))
  const copy = killed(dir)
  await log.close()
  const machine = { ...readMachine(), sameBoot: () => false }
  const after = await openTest(copy, { machine })
  expect(after.recovery).toMatchObject({ kind: 'damaged' })
  expect(after.log.epoch).not.toBe(log.epoch)
  expect(after.log).toMatchObject({ head: 0, oldest: 1 })
  expect(after.remains).toMatchObject({ epoch: log.epoch, oldest: 1, head: 9 })
  expect(await after.remains?.read(4, 100)).toEqual(numbered(4, 9))
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
  expect(await third.remains?.read(1, 100)).toEqual(numbered(1, 9))
  third.remains?.discard()
  third.remains?.discard()
  expect(third.remains?.bytes).toBe(0)
  expect(await third.remains?.read(1, 100)).toEqual([])
  await third.log.close()
  const fourth = await openTest(dir)
  expect(fourth.remains).toBeUndefined()
  expect(await fourth.log.read(1, 100)).toEqual(numbered(1, 2))
  await fourth.log.close()
})

test('remains of one epoch only are kept, and make room before any newer line', async () => {
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
  expect(losses).toEqual([9])
  const { log, remains } = await openTest(dir, { limits, onLoss })
  expect(remains).toMatchObject({ oldest: 1, head: 7 })
  expect(losses).toEqual([9, 8])
  log.append(numbered(1, 30))
  expect(losses).toEqual([9, 8, 7])
  expect(segmentsIn(dir)).toHaveLength(1)
  expect(await log.read(1, 100)).toEqual(numbered(1, 30))
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
  remains?.discard()
  log.append(numbered(1, 30))
  expect(losses).toEqual([])
  await log.close()
})

test('a place where nothing can be written is refused, in words', async () => {
  const file = join(scratch(), 'file')
  writeFileSync(file, '')
  await expect(openTest(file)).rejects.toMatchObject({
    name: 'LogFailed',
    reason: 'broken',
    message: expect.stringMatching(/^the journal of bilibili:123 failed: /),
  })
})

test('limits that cannot be kept are refused', async () => {
  const limits = { segmentBytes: 100, maxBytes: 99 }
  await expect(openTest(scratch(), { limits })).rejects.toThrow(RangeError)
})
