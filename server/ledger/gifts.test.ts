import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { CommentRefused } from '../live/comments.ts'
import { openLiveRooms } from '../live/live-rooms.fake.ts'
import { WrongState } from '../live/live-rooms.ts'
import { DatabaseUnavailable, type Row, type Statements } from '../store/engine/db.ts'
import { Gifts, type RestrictedGiver } from './gifts.ts'
import { KeyReused } from './ledger-error.ts'
import { Ledger } from './ledger.ts'

/** Returns gifts over a database that answers each statement with a row, and keeps them. */
async function open() {
  const clock = createFakeClock()
  const { rooms } = await openLiveRooms(clock)
  await rooms.create({ slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' })
  const state = { failing: '', before: undefined as string | undefined }
  const statements: string[] = []
  const results: string[] = []
  let woken = 0
  const row = { id: 1, balance: 5, event: 7, hash: 'another' }
  const query: Statements['query'] = async (sql): Promise<readonly Row[]> => {
    if (state.failing !== '' && sql.includes(state.failing)) throw new DatabaseUnavailable('away')
    statements.push(sql)
    if (sql.includes('insert into transfers')) return state.before === undefined ? [row] : []
    return sql.includes('select combo') ? [] : [row]
  }
  const tx = { query, script: async () => undefined }
  const database = { ...tx, tx: <T>(work: (one: Statements) => Promise<T>) => work(tx) }
  const ledger = new Ledger({
    database,
    clock,
    onStored: () => (woken += 1),
    onResult: (kind, result) => results.push(`${kind} ${result}`),
  })
  const rose = { id: 'rose', name: 'Rose', price: 5, pricedAt: 0, place: 0, onSale: true }
  const gifts = new Gifts({ ledger, database, rooms, catalogue: { onSale: () => rose } })
  const giver = { id: 'a', name: 'Ada', createdAt: 0, exempt: false }
  const give = (more: Partial<RestrictedGiver> = {}) =>
    gifts.give(
      { room: 'stage', giver: { ...giver, ...more }, key: 'key-0001' },
      { gift: 'rose', quantity: 1 },
    )
  return { rooms, state, statements, results, give, woken: () => woken }
}

test('S4-49 a database that goes away at any statement is an error, and nothing is shown', async () => {
  const { rooms, state, results, give, woken } = await open()
  await rooms.step('stage', 'published')
  for (const failing of [
    'insert into transfers',
    'update ledger_accounts',
    'select combo',
    'insert into gift_orders',
    'insert into ledger_accounts',
    'insert into entries',
  ]) {
    state.failing = failing
    await expect(give()).rejects.toThrow(DatabaseUnavailable)
  }
  expect(woken()).toBe(0)
  expect(new Set(results)).toEqual(new Set(['gift failed']))
  state.failing = ''
  expect(await give()).toMatchObject({ transfer: 1, event: 7, coins: 5, balance: 5 })
  expect([woken(), results.at(-1)]).toEqual([1, 'gift made'])
})

test('S4-46 a gift in a room that is not live is refused before anything is paid', async () => {
  const { statements, results, give } = await open()
  await expect(give()).rejects.toThrow(WrongState)
  expect(statements.filter((sql) => sql.includes('update'))).toEqual([])
  expect(results).toEqual(['gift refused'])
})

test('who is banned or muted gives nothing, unless a moderator', async () => {
  const { rooms, results, give } = await open()
  await rooms.step('stage', 'published')
  await expect(give({ restriction: {} })).rejects.toThrow('the gift is not accepted: banned')
  const muted = { until: Number.MAX_SAFE_INTEGER }
  await expect(give({ restriction: muted })).rejects.toThrow(CommentRefused)
  expect(await give({ restriction: {}, exempt: true })).toMatchObject({ coins: 5 })
  expect(results).toEqual(['gift refused', 'gift refused', 'gift made'])
})

test('a key that was used for something else is refused, whatever the state of the room', async () => {
  const { state, results, give } = await open()
  state.before = 'another'
  await expect(give()).rejects.toThrow(KeyReused)
  expect(results).toEqual(['gift refused'])
})
