import { expect, test } from 'vitest'
import { noHistory } from '../hub/history.ts'
import { Room } from '../hub/room.ts'
import { createFakeClock } from '../lib/clock.fake.ts'
import { createMemoryLog } from '../log/memory.ts'
import { platforms } from '../platform/registry.ts'
import { Rooms } from './rooms.ts'

const admitted = (): undefined => undefined
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a room that is asked for while it closes is opened anew, when it has closed', async () => {
  const clock = createFakeClock()
  let release = (): void => undefined
  const rooms = new Rooms({
    platforms,
    clock,
    keep: () => Promise.reject(new Error('a demo room is not kept')),
    forget: () => {
      const log = createMemoryLog(`e${clock.now()}`)
      return { log, history: noHistory, recent: [], record: () => undefined }
    },
    createRoom: (id, { log, history }) =>
      new Room({
        id,
        log,
        history,
        clock,
        spareLog: () => log,
        defer: setImmediate,
        ringSize: 10,
        onEvent: () => undefined,
        onDuplicate: () => undefined,
        onLogFailed: () => undefined,
      }),
    startSource: () => ({
      close: () =>
        new Promise((resolve) => {
          release = resolve
        }),
    }),
    idleMs: 1000,
    maxRooms: 10,
  })
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
