import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Locked } from '../../lib/file/lock-file.ts'
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
