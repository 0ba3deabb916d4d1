import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { JournalLocked, takeLock } from './lock.ts'
import { type Machine, readMachine } from './machine.ts'
import { scratch } from './open.fake.ts'

const lockPath = (): string => join(scratch(), 'lock')

function lockOf(holder: Partial<Machine['self']>, machine: Machine): string {
  const { pid, startedAt, boot } = { ...machine.self, ...holder }
  return `${pid} ${startedAt} ${boot} somebody\n`
}

describe.each([
  ['by /proc', readMachine()],
  ['where there is no /proc', readMachine('/nowhere')],
])('a lock, %s,', (_, machine) => {
  test('is refused while it is held, and free after', () => {
    const path = lockPath()
    const lock = takeLock(path, machine)
    expect(lock.held()).toBe(true)
    expect(() => takeLock(path, machine)).toThrow(JournalLocked)
    lock.release()
    lock.release()
    expect(takeLock(path, machine).held()).toBe(true)
  })

  test('of a dead process is taken over', () => {
    const path = lockPath()
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(path, lockOf({ pid }, machine))
    expect(takeLock(path, machine).held()).toBe(true)
    expect(readdirSync(join(path, '..'))).toEqual(['lock'])
  })

  test('of a process whose number was given to another is taken over', () => {
    const path = lockPath()
    const startedAt = machine.self.startedAt - 60_000
    writeFileSync(path, lockOf({ startedAt }, machine))
    expect(takeLock(path, machine).held()).toBe(true)
  })

  test('from before the machine was restarted is taken over', () => {
    const path = lockPath()
    writeFileSync(path, lockOf({ boot: '1600000000000' }, machine))
    expect(takeLock(path, machine).held()).toBe(true)
  })

  test('that lost its content in a loss of power is taken over, a fresh one is not', () => {
    const path = lockPath()
    writeFileSync(path, '')
    expect(() => takeLock(path, machine)).toThrow(JournalLocked)
    utimesSync(path, 0, 0)
    expect(takeLock(path, machine).held()).toBe(true)
  })

  test('that a successor has taken is not released by who held it', () => {
    const path = lockPath()
    const lock = takeLock(path, machine)
    writeFileSync(path, 'the successor')
    expect(lock.held()).toBe(false)
    lock.release()
    expect(readFileSync(path, 'utf8')).toBe('the successor')
  })
})

test('the lock of another living process is refused, and the message names it', () => {
  const path = lockPath()
  const machine = readMachine('/nowhere')
  writeFileSync(path, lockOf({ pid: process.ppid }, machine))
  expect(() => takeLock(path, machine)).toThrow(`by process ${process.ppid}`)
})
