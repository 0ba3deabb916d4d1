import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { killed, numbered, openTest, scratch, segmentsIn } from './open.fake.ts'

vi.setConfig({ testTimeout: 60_000 }) // every close waits for the disk, and disks differ

const limits = { segmentBytes: 400, maxBytes: 1_000_000 }
const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 })

/** Leaves the first `keep` bytes that were written, as if the process had been killed there. */
function cutAfter(dir: string, keep: number): void {
  let left = keep
  for (const { path, bytes } of segmentsIn(dir)) {
    if (left === 0 && bytes > 0) rmSync(path)
    else truncateSync(path, Math.min(left, bytes))
    left -= Math.min(left, bytes)
  }
}

test('a journal that is killed at any byte keeps its epoch and every whole tick, and no part of one', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.double({ min: 0, max: 1, noNaN: true }), async (ticks, share) => {
      const dir = scratch()
      const { log } = await openTest(dir, { limits })
      const ends = ticks.map((size) => {
        log.append(numbered(log.head + 1, log.head + size))
        return { head: log.head, bytes: log.bytes }
      })
      const left = killed(dir)
      await log.close()
      // The first segment exists before its first byte: the state is written after it.
      const keep = Math.max(1, Math.floor(share * log.bytes))
      cutAfter(left, keep)

      const whole = ends.findLast(({ bytes }) => bytes <= keep) ?? { head: 0, bytes: 0 }
      const after = await openTest(left, { limits })
      const cutBytes = keep - whole.bytes
      expect(after.recovery).toEqual(
        cutBytes > 0 ? { kind: 'cut-tail', cutBytes } : { kind: 'continued' },
      )
      expect(after.log).toMatchObject({ epoch: log.epoch, head: whole.head, bytes: whole.bytes })
      after.log.append(numbered(whole.head + 1, whole.head + 3))
      await after.log.close()

      const again = await openTest(left, { limits })
      expect(again.recovery).toEqual({ kind: 'continued' })
      expect(await again.log.read(1, 1000)).toEqual(numbered(1, whole.head + 3))
      await again.log.close()
    }),
    { numRuns: 60 },
  )
})

test('a journal that is cut at any byte of its last record loses that tick only', async () => {
  const dir = scratch()
  const { log } = await openTest(dir)
  log.append(numbered(1, 3))
  const sound = log.bytes
  log.append(numbered(4, 5))
  const left = killed(dir)
  await log.close()
  const { path } = segmentsIn(left)[0]!
  const bytes = readFileSync(path)
  const state = readFileSync(join(path, '../state.json'))
  for (let keep = sound + 1; keep < bytes.length; keep++) {
    writeFileSync(path, bytes.subarray(0, keep))
    writeFileSync(join(path, '../state.json'), state)
    const after = await openTest(left)
    expect(after.recovery).toEqual({ kind: 'cut-tail', cutBytes: keep - sound })
    expect(after.log).toMatchObject({ epoch: log.epoch, head: 3, bytes: sound })
    await after.log.close()
  }
})

test('a flipped bit anywhere starts a new epoch; the ticks before it stay', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.boolean(), async (ticks, where, closed) => {
      const dir = scratch()
      const { log } = await openTest(dir, { limits })
      const ends = ticks.map((size) => {
        log.append(numbered(log.head + 1, log.head + size))
        return { head: log.head, bytes: log.bytes }
      })
      const copy = killed(dir)
      await log.close()
      const left = closed ? dir : copy
      const bit = where % (log.bytes * 8)
      flip(left, bit)

      const whole = ends.findLast(({ bytes }) => bytes * 8 <= bit)?.head ?? 0
      const after = await openTest(left, { limits })
      expect(after.recovery).toEqual({ kind: 'damaged', reason: expect.stringMatching(/./) })
      expect(after.log.epoch).not.toBe(log.epoch)
      expect(after.log).toMatchObject({ head: 0, oldest: 1 })
      expect(after.remains[0]?.head ?? 0).toBe(whole)
      const kept = (await after.remains[0]?.read(1, 1000)) ?? []
      expect(kept).toEqual(numbered(1, whole))
      await after.log.close()
    }),
    { numRuns: 60 },
  )
})

test('a process that is killed while it appends has shown no lost line', async () => {
  const dir = scratch()
  const module = JSON.stringify(new URL('open.ts', import.meta.url).href)
  const script = `
    import { once } from 'node:events'
    import { openJournal } from ${module}
    const limits = { segmentBytes: 20000, maxBytes: 1e9 }
    const options = { room: 'bilibili:123', newEpoch: () => 'shown', limits }
    const { log } = await openJournal(${JSON.stringify(dir)}, options)
    for (;;) {
      const size = 1 + (log.head % 7)
      log.append(Array.from({ length: size }, (_, i) => '{"seq":' + (log.head + 1 + i) + ',"text":"弹幕"}'))
      if (!process.stdout.write(log.head + '\\n')) await once(process.stdout, 'drain')
    }`
  const args = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let shown = 0
  for await (const line of createInterface(child.stdout)) {
    shown = Number(line)
    if (shown > 5000) child.kill('SIGKILL')
  }
  if (child.signalCode === null) await once(child, 'exit')
  expect(child.signalCode).toBe('SIGKILL')

  const { log, recovery } = await openTest(dir)
  expect(['continued', 'cut-tail']).toContain(recovery.kind)
  expect(log.epoch).toBe('shown')
  expect(log.head).toBeGreaterThanOrEqual(shown)
  expect(await log.read(1, 1e6)).toEqual(numbered(1, log.head))
  await log.close()
})

function flip(dir: string, bit: number): void {
  let left = bit
  for (const { path, bytes } of segmentsIn(dir)) {
    if (left < bytes * 8) {
      const content = readFileSync(path)
      content.writeUInt8(content.readUInt8(left >> 3) ^ (1 << (left & 7)), left >> 3)
      writeFileSync(path, content)
      return
    }
    left -= bytes * 8
  }
}
