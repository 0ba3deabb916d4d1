import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { openLiveRooms } from '../live/live-rooms.fake.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { boardEveryMs, RoomBoards } from './room-boards.ts'

/** Returns the boards of a room over a table in memory. */
async function open() {
  const clock = createFakeClock()
  const { rooms } = await openLiveRooms(clock)
  await rooms.create({ slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' })
  const scores = new Map<string, number>()
  const state = { away: false, reads: 0 }
  const shown: Draft[] = []
  const said: string[] = []
  const boards = new RoomBoards({
    rooms,
    contributors: async (_, number) => {
      state.reads += 1
      if (state.away) throw new DatabaseUnavailable('away')
      return number === undefined ? [] : [...scores].map(([of, score]) => ({ of, score }))
    },
    nameOf: (id) => (id === 'gone' ? undefined : id.toUpperCase()),
    publish: (_, draft) => shown.push(draft),
    clock,
    log: { warn: (_: object, message: string) => void said.push(message) },
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const later = async (): Promise<void> => {
    clock.advance(boardEveryMs)
    await settle()
  }
  return { boards, scores, state, shown, said, settle, later }
}

test('S2-30 a board is published at once, then once a second, and only if it has changed', async () => {
  const { boards, scores, state, shown, settle, later } = await open()
  for (let score = 1; score <= 1_000; score++) {
    scores.set('a', score)
    boards.update('stage')
    if (score % 100 === 0) await settle()
  }
  expect(shown).toHaveLength(1)
  await later()
  const user = { id: 'live:a', name: 'A' }
  const rows = [{ rank: 1, user, score: 1_000 }]
  expect(shown.at(-1)).toEqual({ type: 'rank', board: 'contributors', rows })
  expect(shown).toHaveLength(2)
  await later()
  boards.update('stage')
  await settle()
  expect([shown.length, state.reads]).toEqual([2, 6])
})

test('a board becomes empty, and a person without an account any more has no name', async () => {
  const { boards, scores, shown, settle, later } = await open()
  scores.set('gone', 5)
  boards.update('stage')
  await settle()
  scores.clear()
  boards.update('stage')
  await later()
  expect(shown).toMatchObject([{ rows: [{ user: { id: 'live:gone' } }] }, { rows: [] }])
})

test('boards that cannot be read are read again, and none are published after the close', async () => {
  const { boards, scores, state, shown, said, settle, later } = await open()
  state.away = true
  scores.set('a', 1)
  boards.update('stage')
  await settle()
  expect([shown, said]).toEqual([[], ['boards not read, tried again']])
  state.away = false
  await later()
  expect(shown).toHaveLength(1)
  boards.close()
  scores.set('a', 2)
  boards.update('stage')
  await later()
  expect(shown).toHaveLength(1)
})
