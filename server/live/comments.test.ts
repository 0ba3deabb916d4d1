import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { DatabaseUnavailable, type Row } from '../store/engine/db.ts'
import { type Author, CommentRefused, Comments, NoSuchComment } from './comments.ts'
import { openLiveRooms } from './live-rooms.fake.ts'

/** Returns the comments of a room that is live, over a database that keeps the statements it got. */
async function open() {
  const clock = createFakeClock()
  const { rooms } = await openLiveRooms(clock)
  await rooms.create({ slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' })
  const room = await rooms.step('stage', 'published')
  const state = { away: false, follows: false }
  const stored: unknown[][] = []
  const results: string[] = []
  let woken = 0
  const query = async (sql: string, params: readonly unknown[] = []): Promise<readonly Row[]> => {
    if (state.away) throw new DatabaseUnavailable('away')
    if (sql.includes('from follows')) return [{ follows: state.follows }]
    if (sql.includes('from comments')) return []
    stored.push([...params])
    return [{ id: stored.length }]
  }
  const comments = new Comments({
    database: { query, script: async () => undefined },
    clock,
    onStored: () => (woken += 1),
    onResult: (result) => results.push(result),
  })
  return { comments, rooms, room, state, stored, results, woken: () => woken }
}

const author: Author = { id: 'a', name: 'Ada', createdAt: 0, exempt: false }

test('S4-33 a comment that the database does not take is an error, is not shown, and does not count', async () => {
  const { comments, room, state, stored, results, woken } = await open()
  state.away = true
  for (let tries = 0; tries < 10; tries++) {
    await expect(comments.send(room, author, { text: 'x' })).rejects.toThrow(DatabaseUnavailable)
  }
  expect([stored.length, woken()]).toEqual([0, 0])
  state.away = false
  expect(await comments.send(room, author, { text: 'x' })).toMatchObject({ id: 1, text: 'x' })
  expect(woken()).toBe(1)
  expect(results.at(-1)).toBe('accepted')
})

test('S4-34 of many comments at once of one author three are stored', async () => {
  const { comments, room, stored, results } = await open()
  const sent = Array.from({ length: 6 }, () => comments.send(room, author, { text: 'x' }))
  const outcomes = await Promise.allSettled(sent)
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  expect(stored).toHaveLength(3)
  expect(results.filter((result) => result === 'refused')).toHaveLength(3)
})

test('whether an author follows is asked only where the rules need it', async () => {
  const { comments, rooms, state } = await open()
  const strict = await rooms.change('stage', (room) => ({
    ...room,
    rules: { ...room.rules, followersOnly: true },
  }))
  await expect(comments.send(strict, author, { text: 'x' })).rejects.toThrow(CommentRefused)
  state.follows = true
  expect(await comments.send(strict, author, { text: 'x' })).toMatchObject({ text: 'x' })
})

test('an answer to a comment that does not exist is refused', async () => {
  const { comments, room, stored } = await open()
  const sent = comments.send(room, author, { text: 'x', replyTo: 7 })
  await expect(sent).rejects.toThrow(NoSuchComment)
  expect(stored).toEqual([])
})
