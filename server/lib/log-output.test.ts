import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from './time/clock.ts'
import { LogOutput } from './log-output.ts'
import { createLogger } from './logger.ts'

function opened(path: string, flags: number): number {
  const fd = openSync(path, flags)
  onTestFinished(() => closeSync(fd))
  return fd
}

/** Returns a pipe with a buffer of 64 KiB, which fails with EAGAIN when that is full. */
function openPipe(): number {
  const folder = mkdtempSync(join(tmpdir(), 'danmu-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'pipe')
  spawnSync('/usr/bin/mkfifo', [path])
  return opened(path, constants.O_RDWR | constants.O_NONBLOCK)
}

/** Reads the content of a pipe. */
function drain(fd: number): string {
  const buffer = Buffer.alloc(1024 * 1024)
  try {
    return buffer.toString('utf8', 0, readSync(fd, buffer))
  } catch {
    return '' // EAGAIN: it is empty
  }
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${at} ${'x'.repeat(92)}\n`)

test('D1: a full disk costs lines, which are counted, and nothing is thrown', async () => {
  const fd = opened('/dev/full', constants.O_WRONLY)
  const output = new LogOutput({
    fd,
    clock: systemClock,
    maxBytes: 10_000,
    onRecovered: () => undefined,
  })
  const log = createLogger('info', (line) => output.write(line))
  for (let i = 0; i < 1_000; i++) log.info({ i }, 'a line')
  await output.flush() // it does not wait for the disk
  expect(output.dropped).toBeGreaterThan(800)
  output.close()
})

test('D1: when the output can be written again the waiting lines come in order, each whole, and the rest is reported', async () => {
  const fd = openPipe()
  const onRecovered = vi.fn<(dropped: number) => void>()
  const output = new LogOutput({ fd, clock: systemClock, maxBytes: 100_000, onRecovered })
  const lines = numbered(3_000)
  for (const line of lines) output.write(line)
  const dropped = output.dropped
  expect(dropped).toBeGreaterThan(1_000)

  let read = ''
  await vi.waitUntil(() => {
    read += drain(fd)
    return onRecovered.mock.calls.length > 0
  })
  expect(onRecovered.mock.calls).toEqual([[dropped]])
  expect(read).toBe(lines.slice(0, lines.length - dropped).join(''))

  output.write('afterwards\n')
  await output.flush()
  expect(drain(fd)).toBe('afterwards\n')
  expect(output.dropped).toBe(dropped)
})

test('lines that wait at the end of the process are written then', async () => {
  const fd = openPipe()
  const output = new LogOutput({ fd, clock: systemClock, onRecovered: () => undefined })
  for (const line of numbered(10)) output.write(line)
  output.close()
  await output.flush()
  expect(drain(fd).split('\n').toSorted()).toEqual(numbered(10).join('').split('\n').toSorted())
})
