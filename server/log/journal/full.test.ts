import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { LogFailed } from '../log.ts'
import { createFaultyDisk, type Faults } from './disk.fake.ts'
import { type Disk, systemDisk } from './disk.ts'
import { killed, numbered, openTest, roomFolder, scratch } from './open.fake.ts'

vi.setConfig({ testTimeout: 60_000 }) // every close waits for the disk, and disks differ

/** A folder with room for some 60 kB of lines. */
interface SmallDisk {
  readonly dir: string
  readonly disk: Disk
}

const byFake = (): SmallDisk => ({
  dir: scratch(),
  disk: createFaultyDisk({ freeBytes: 60_000 }),
})

/** Returns a real file system of 64 kB; undefined if the process may not mount one. */
function mounted(): SmallDisk | undefined {
  const dir = scratch()
  const { status } = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=64k', 'danmu-test', dir])
  if (status !== 0) return undefined
  onTestFinished(() => void spawnSync('/bin/umount', ['-l', dir]))
  return { dir, disk: systemDisk }
}

describe.each([
  ['by a fake', byFake],
  ['for real where a file system may be mounted', () => mounted() ?? byFake()],
])('a full disk, %s,', (_, smallDisk) => {
  test('fails the whole tick, leaves every one before it, and is used again when it has room', async () => {
    const { dir, disk } = smallDisk()
    const limits = { segmentBytes: 20_000, maxBytes: 1_000_000 }
    const { log } = await openTest(dir, { disk, limits })
    const fill = (): void => {
      for (;;) log.append(numbered(log.head + 1, log.head + 20))
    }
    expect(fill).toThrow(expect.objectContaining({ name: 'LogFailed', reason: 'full' }))
    expect(log.head).toBeGreaterThan(1000)
    expect(log.head % 20).toBe(0)
    expect(() => log.append(['again'])).toThrow(LogFailed)
    expect(await log.read(1, 1e6)).toEqual(numbered(1, log.head))
    await log.close()

    const after = await openTest(dir, { limits })
    expect(after.recovery).toMatchObject({ kind: 'damaged' })
    expect(after.remains).toMatchObject([{ epoch: log.epoch, oldest: 1, head: log.head }])
    after.remains[0]?.discard()
    after.log.append(numbered(1, 1000))
    expect(await after.log.read(1, 1e6)).toEqual(numbered(1, 1000))
    await after.log.close()
  })
})

test('an epoch that failed is never continued, not even after the process is killed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), async (freeBytes) => {
      const dir = scratch()
      const disk = createFaultyDisk({ freeBytes })
      const { log } = await openTest(dir, { disk })
      const fill = (): void => {
        for (;;) log.append(numbered(log.head + 1, log.head + 3))
      }
      expect(fill).toThrow(expect.objectContaining({ reason: 'full' }))
      const copy = killed(dir)
      await log.close()
      for (const left of [dir, copy]) {
        const after = await openTest(left)
        expect(after.recovery).toEqual({ kind: 'damaged', reason: expect.any(String) })
        expect(after.log.epoch).not.toBe(log.epoch)
        expect(after.log.head).toBe(0)
        expect((await after.remains[0]?.read(1, 1e6)) ?? []).toEqual(numbered(1, log.head))
        await after.log.close()
      }
    }),
    { numRuns: 40 },
  )
})

test('a failed journal can still be stored and trimmed', async () => {
  const disk = createFaultyDisk({ freeBytes: 2000 })
  const limits = { segmentBytes: 300, maxBytes: 1_000_000 }
  const { log } = await openTest(scratch(), { disk, limits })
  const fill = (): void => {
    for (;;) log.append(numbered(log.head + 1, log.head + 3))
  }
  expect(fill).toThrow(LogFailed)
  const half = log.head / 2
  expect(await log.read(1, half)).toEqual(numbered(1, half))
  log.trim(half)
  expect(log.oldest).toBeGreaterThan(1)
  expect(await log.read(log.oldest, 1e6)).toEqual(numbered(log.oldest, log.head))
  await log.close()
})

test('a disk that fails to sync a full segment fails the journal', async () => {
  const faults = { freeBytes: Infinity, sync: 'EIO' }
  const limits = { segmentBytes: 300, maxBytes: 1_000_000 }
  const dir = scratch()
  const { log } = await openTest(dir, { disk: createFaultyDisk(faults), limits })
  log.append(numbered(1, 9))
  log.append(numbered(10, 18))
  await expect(log.close()).rejects.toMatchObject({ reason: 'broken', message: /EIO/ })
  const after = await openTest(dir)
  expect(after.recovery).toMatchObject({ kind: 'damaged' })
  await after.log.close()
})

test.each(['EMFILE', 'ENFILE', 'ENOSPC'])(
  'M4 a journal that may open no next segment (%s) fails the tick, and has all before it',
  async (code) => {
    const faults: Faults = { freeBytes: Infinity }
    const limits = { segmentBytes: 300, maxBytes: 1_000_000 }
    const dir = scratch()
    const { log } = await openTest(dir, { disk: createFaultyDisk(faults), limits })
    log.append(numbered(1, 9))
    faults.open = code
    expect(() => log.append(numbered(10, 18))).toThrow(LogFailed)
    await log.close()
    await expect(openTest(dir, { disk: createFaultyDisk(faults) })).rejects.toThrow(LogFailed)
    const after = await openTest(dir)
    expect(after.remains).toMatchObject([{ epoch: log.epoch, head: 9 }])
    await after.log.close()
  },
)

test('a state that cannot be removed is reported, and is removed at the close', async () => {
  const faults: Faults = { freeBytes: 0, remove: 'EROFS' }
  const dir = scratch()
  const { log } = await openTest(dir, { disk: createFaultyDisk(faults) })
  expect(() => log.append(['line'])).toThrow('its state could not be removed')
  delete faults.remove
  await log.close()
  expect(existsSync(join(dir, roomFolder, 'state.json'))).toBe(false)
})

test('a close that cannot end the epoch reports it, and frees the journal all the same', async () => {
  const disk = createFaultyDisk({ freeBytes: 0, remove: 'EROFS' })
  const dir = scratch()
  const { log } = await openTest(dir, { disk })
  expect(() => log.append(['line'])).toThrow(LogFailed)
  await expect(log.close()).rejects.toMatchObject({ reason: 'broken', message: /EROFS/ })
  expect(existsSync(join(dir, roomFolder, 'lock'))).toBe(false)
  expect(readFileSync(join(dir, roomFolder, 'state.json'), 'utf8')).toContain(log.epoch)
})
