import { expect, test } from 'vitest'
import { createFakeRooms } from './rooms.fake.ts'

const admitted = (): undefined => undefined
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a room that is asked for while it closes is opened anew, when it has closed', async () => {
  let release = (): void => undefined
  const closing = (): Promise<void> =>
    new Promise((resolve) => {
      release = resolve
    })
  const { rooms, clock } = createFakeRooms({ startSource: () => ({ close: closing }) })
  const first = await rooms.open('demo:busy', admitted)
  clock.advance(2000) // nobody reads: it closes, and its source takes its time
  const second = rooms.open('demo:busy', admitted)
  await settled()
  release()
  const again = await second
  if ('refused' in first || 'refused' in again) throw new Error('refused')
  expect(again.room).not.toBe(first.room)
  const seen: number[] = []
  again.room.follow({
    readers: () => 1,
    renewed: () => undefined,
    closed: () => undefined,
    advanced: () => seen.push(again.room.head),
  })
  again.room.publish('demo:busy', { type: 'enter' })
  await settled()
  expect(seen).toEqual([1])
})
