import { expect, test } from 'vitest'
import { chooseStore } from './open.ts'

const dataDir = '/srv/danmu'

test('without settings the database is embedded, in the data folder', () => {
  expect(chooseStore({ dataDir })).toEqual({ kind: 'embedded', dir: '/srv/danmu/pg' })
})

test('a DATABASE_URL names a server', () => {
  const databaseUrl = 'postgres://db/danmu'
  expect(chooseStore({ dataDir, databaseUrl })).toEqual({ kind: 'postgres', url: databaseUrl })
})

test('STORE=off takes precedence over both', () => {
  const choice = chooseStore({ dataDir, databaseUrl: 'postgres://db/danmu', store: 'off' })
  expect(choice).toEqual({ kind: 'off' })
})
