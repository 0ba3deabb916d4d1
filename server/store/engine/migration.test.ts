import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { pendingOf, readMigrations, SchemaMismatch } from './migration.ts'

let folder = ''

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'danmu-sql-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const put = (name: string, sql: string): void => writeFileSync(join(folder, name), sql)

test('migrations are read in order, other files are ignored', () => {
  put('0002_b.sql', 'select 2')
  put('0001_a.sql', 'select 1')
  put('README.md', 'hello')
  const migrations = readMigrations(folder)
  expect(migrations.map(({ version, name, sql }) => [version, name, sql])).toEqual([
    [1, '0001_a.sql', 'select 1'],
    [2, '0002_b.sql', 'select 2'],
  ])
})

test.each([
  ['missing', ['0001_a.sql', '0003_c.sql']],
  ['present twice', ['0001_a.sql', '0001_b.sql']],
])('a number that is %s is refused', (_, names) => {
  for (const name of names) put(name, '')
  expect(() => readMigrations(folder)).toThrow(SchemaMismatch)
})

test('a checksum does not depend on line ends', () => {
  put('0001_a.sql', 'a\nb')
  put('0002_b.sql', 'a\r\nb')
  put('0003_c.sql', 'a b')
  const [unix, windows, other] = readMigrations(folder).map(({ checksum }) => checksum)
  expect(windows).toBe(unix)
  expect(other).not.toBe(unix)
})

test('migrations that were not applied are pending', () => {
  put('0001_a.sql', 'a')
  put('0002_b.sql', 'b')
  const migrations = readMigrations(folder)
  const checksums = migrations.map(({ checksum }) => checksum)
  expect(pendingOf(migrations, [])).toEqual(migrations)
  expect(pendingOf(migrations, checksums.slice(0, 1))).toEqual(migrations.slice(1))
  expect(pendingOf(migrations, checksums)).toEqual([])
})

test('S0-34: a newer schema and an edited migration are refused', () => {
  put('0001_a.sql', 'a')
  const migrations = readMigrations(folder)
  const checksum = migrations[0]!.checksum
  expect(() => pendingOf(migrations, [checksum, 'of a later version'])).toThrow('newer')
  expect(() => pendingOf(migrations, ['of another text'])).toThrow('0001_a.sql')
})
