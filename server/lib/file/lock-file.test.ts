import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Locked, takeLock } from './lock-file.ts'
import { type HostProcesses, readHostProcesses } from './host-process.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-lock-'))
  path = join(folder, 'deep', 'pg.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

const written = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

/** Writes a lock that its holder did not release, with some fields changed. */
function leaveBehind(changes: Readonly<Record<string, unknown>>, machine: HostProcesses): void {
  const lock = takeLock(path, machine)
  const holder = written()
  lock.close()
  writeFileSync(path, JSON.stringify({ ...holder, ...changes }))
}

describe.each([
  ['by /proc', readHostProcesses()],
  ['where there is no /proc', readHostProcesses('/nowhere')],
])('a lock, %s,', (_, machine) => {
  test('is acquired once, and again after its release', () => {
    const lock = takeLock(path, machine)
    expect(lock.held()).toBe(true)
    expect(() => takeLock(path, machine)).toThrow(Locked)
    expect(() => takeLock(path, machine)).toThrow(String(process.pid))
    lock.close()
    expect(lock.held()).toBe(false)
    takeLock(path, machine).close()
    expect(existsSync(path)).toBe(false)
  })

  test('released twice does not release the lock of the next holder', () => {
    const first = takeLock(path, machine)
    first.close()
    const second = takeLock(path, machine)
    first.close()
    expect(second.held()).toBe(true)
    expect(() => takeLock(path, machine)).toThrow(Locked)
  })

  test('that a successor has taken is no longer ours, and we do not remove it', () => {
    const lock = takeLock(path, machine)
    writeFileSync(path, 'the successor')
    expect(lock.held()).toBe(false)
    lock.close()
    expect(readFileSync(path, 'utf8')).toBe('the successor')
  })

  test.each([
    ['whose process has ended', () => ({ pid: spawnSync('true').pid })],
    ['whose pid now belongs to another', () => ({ startedAt: machine.self.startedAt - 60_000 })],
    ['of an earlier boot', () => ({ boot: '1600000000000' })],
    ['without a pid', () => ({ pid: 0 })],
    ['without a boot', () => ({ boot: undefined })],
  ])('%s is taken over', (__, changes) => {
    leaveBehind(changes(), machine)
    const lock = takeLock(path, machine)
    expect(written()).toMatchObject({ pid: process.pid })
    lock.close()
  })
})

test('another process that is alive keeps its lock, and is named', () => {
  const machine = readHostProcesses('/nowhere')
  leaveBehind({ pid: process.ppid }, machine)
  expect(() => takeLock(path, machine)).toThrow(`by process ${process.ppid}`)
})

test.each(['{"pid":', ''])('a lock torn by a loss of power is taken over: %j', (torn) => {
  takeLock(path).close()
  writeFileSync(path, torn)
  takeLock(path).close()
  expect(existsSync(path)).toBe(false)
})

test('only the lock is left in the folder', () => {
  leaveBehind({ boot: 'another' }, readHostProcesses())
  const lock = takeLock(path)
  expect(() => takeLock(path)).toThrow(Locked)
  expect(readdirSync(join(folder, 'deep'))).toEqual(['pg.lock'])
  lock.close()
})
