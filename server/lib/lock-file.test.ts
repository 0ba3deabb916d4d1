import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Locked, takeLock } from './lock-file.ts'

let folder = ''
let path = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-lock-'))
  path = join(folder, 'deep', 'pg.lock')
})

afterEach(() => rmSync(folder, { recursive: true }))

const written = (): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

/** A lock as it lies there when its holder did not give it up, with some fields changed. */
function leaveBehind(changes: Readonly<Record<string, unknown>>): void {
  const lock = takeLock(path)
  const holder = written()
  lock.close()
  writeFileSync(path, JSON.stringify({ ...holder, ...changes }))
}

test('a lock is had once, and again after it was given up', () => {
  const lock = takeLock(path)
  expect(() => takeLock(path)).toThrow(Locked)
  expect(() => takeLock(path)).toThrow(String(process.pid))
  lock.close()
  takeLock(path).close()
  expect(existsSync(path)).toBe(false)
})

test('giving up twice does not take the lock from the next holder', () => {
  const first = takeLock(path)
  first.close()
  const second = takeLock(path)
  first.close()
  expect(() => takeLock(path)).toThrow(Locked)
  second.close()
})

test('another process that lives keeps its lock', () => {
  leaveBehind({ pid: process.ppid, started: undefined })
  expect(() => takeLock(path)).toThrow(String(process.ppid))
})

test.each([
  ['whose process has ended', () => ({ pid: spawnSync('true').pid })],
  ['whose pid now belongs to a younger process', () => ({ started: '1' })],
  ['of an earlier boot', () => ({ boot: 'another' })],
  ['without a pid', () => ({ pid: 0 })],
])('a lock %s is taken over', (_, changes) => {
  leaveBehind(changes())
  const lock = takeLock(path)
  expect(written()).toMatchObject({ pid: process.pid })
  lock.close()
})

test('a torn lock is taken over', () => {
  takeLock(path).close()
  writeFileSync(path, '{"pid":')
  takeLock(path).close()
  expect(existsSync(path)).toBe(false)
})

test('nothing but the lock is left in the folder', () => {
  leaveBehind({ boot: 'another' })
  const lock = takeLock(path)
  expect(() => takeLock(path)).toThrow(Locked)
  expect(readdirSync(join(folder, 'deep'))).toEqual(['pg.lock'])
  lock.close()
})
