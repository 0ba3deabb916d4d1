import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { Likes } from './likes.ts'
import { openLiveRooms } from './live-rooms.fake.ts'

async function open() {
  const clock = createFakeClock()
  const { rooms, storage } = await openLiveRooms(clock)
  await rooms.create({ slug: 'stage', host: 'h', visibility: 'public', title: 'Stage' })
  const published: Draft[] = []
  const publish = (_: string, draft: Draft): number => published.push(draft)
  const likes = new Likes({ rooms, clock, publish, log: { warn: () => undefined } })
  const tick = async (): Promise<void> => {
    clock.advance(1_000)
    await new Promise(setImmediate)
  }
  return { likes, rooms, storage, published, tick }
}

test('likes of a second are one event with their sum and the total', async () => {
  const { likes, rooms, published, tick } = await open()
  for (let times = 0; times < 10; times++) likes.add('stage', 2)
  expect(published).toEqual([])
  await tick()
  likes.add('stage', 1)
  await tick()
  await tick()
  expect(published).toEqual([
    { type: 'like', count: 20, total: 20 },
    { type: 'like', count: 1, total: 21 },
  ])
  expect(rooms.get('stage').broadcast.likes).toBe(21)
})

test('likes that cannot be stored are not shown, and are added to the next ones', async () => {
  const { likes, storage, published, tick } = await open()
  storage.absence = 'away'
  likes.add('stage', 3)
  await tick()
  expect(published).toEqual([])
  storage.absence = undefined
  likes.add('stage', 1)
  await tick()
  expect(published).toEqual([{ type: 'like', count: 4, total: 4 }])
})

test('the last likes are stored at the end', async () => {
  const { likes, rooms } = await open()
  likes.add('stage', 5)
  await likes.close()
  expect(rooms.get('stage').broadcast.likes).toBe(5)
})
