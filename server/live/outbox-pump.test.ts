import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { DatabaseUnavailable, type Row } from '../store/engine/db.ts'
import { OutboxPump, type OutboxPumpParts, pumpEveryMs } from './outbox-pump.ts'

const firstOfRun = 100

/** Returns a pump over a table and a target in memory. */
function open() {
  const clock = createFakeClock()
  const state = {
    rows: new Map<number, string>(),
    away: false,
    closed: new Set<string>(),
    memoryOnly: false,
    published: new Set<string>(),
  }
  const shown: string[] = []
  const said: string[] = []
  const query = async (sql: string, params: readonly unknown[] = []): Promise<readonly Row[]> => {
    if (state.away) throw new DatabaseUnavailable('away')
    if (sql.includes('setval')) return [{ first: firstOfRun }]
    if (sql.startsWith('delete')) {
      for (const id of params[0] as number[]) state.rows.delete(id)
      return []
    }
    const without = params[1] as readonly string[]
    return [...state.rows]
      .filter(([, room]) => !without.includes(room))
      .map(([id, room]) => ({ id, room, draft: `{"type":"chat","text":"${id}"}` }))
  }
  const target: OutboxPumpParts['target'] = {
    open: async (room) => !state.closed.has(room),
    publish: async (room, drafts) => {
      shown.push(...drafts.map(({ id }) => `${room} ${id ?? ''}`))
      return true
    },
    isKept: () => !state.memoryOnly,
    published: async (_, ids) => new Set(ids.filter((id) => state.published.has(id))),
  }
  const log = { warn: (_: object, message: string) => void said.push(message) }
  const database = { query, script: async () => undefined }
  const pump = new OutboxPump({ database, target, clock, log })
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  }
  const later = async (): Promise<void> => {
    clock.advance(pumpEveryMs)
    await settle()
  }
  return { pump, state, shown, said, settle, later }
}

test('rows are published in order, each once, and deleted', async () => {
  const { pump, state, shown, settle, later } = open()
  await pump.begin()
  state.rows.set(101, 'a').set(102, 'b').set(103, 'a')
  pump.wake()
  pump.wake()
  await settle()
  await later()
  expect(shown).toEqual(['a live:101', 'a live:103', 'b live:102'])
  expect(state.rows.size).toBe(0)
})

test('nothing is published before the start, and rows are found without a call', async () => {
  const { pump, state, shown, settle, later } = open()
  pump.wake()
  await settle()
  await pump.begin()
  await settle()
  state.rows.set(101, 'a')
  await later()
  expect(shown).toEqual(['a live:101'])
})

test('a room that cannot be opened delays no other room', async () => {
  const { pump, state, shown, settle, later } = open()
  state.closed.add('a')
  state.rows.set(101, 'a').set(102, 'b')
  await pump.begin()
  await settle()
  expect(shown).toEqual(['b live:102'])
  expect(pump.waiting).toBe(1)
  state.closed.clear()
  await later()
  expect(shown).toEqual(['b live:102', 'a live:101'])
})

test('a row of an earlier run that was published is only deleted', async () => {
  const { pump, state, shown, settle } = open()
  state.published.add('live:7')
  state.rows.set(7, 'a').set(8, 'a')
  await pump.begin()
  await settle()
  expect(shown).toEqual(['a live:8'])
  expect(state.rows.size).toBe(0)
})

test('while a room is in memory only its rows stay, and are not published again', async () => {
  const { pump, state, shown, settle, later } = open()
  state.memoryOnly = true
  state.rows.set(101, 'a')
  await pump.begin()
  await settle()
  await later()
  expect(state.rows.size).toBe(1)
  state.memoryOnly = false
  await later()
  expect(state.rows.size).toBe(0)
  expect(shown).toEqual(['a live:101'])
})

test('a database that is away is reported once, and the rows are published when it is back', async () => {
  const { pump, state, shown, said, settle, later } = open()
  await pump.begin()
  await settle()
  state.away = true
  await later()
  await later()
  expect(said).toHaveLength(1)
  state.away = false
  state.rows.set(101, 'a')
  await later()
  expect(shown).toEqual(['a live:101'])
})

test('after the close nothing is published', async () => {
  const { pump, state, shown, later } = open()
  await pump.begin()
  await pump.close()
  state.rows.set(101, 'a')
  pump.wake()
  await later()
  expect(shown).toEqual([])
})
