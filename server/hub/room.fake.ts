import { createFakeClock, type FakeClock } from '../lib/time/clock.fake.ts'
import { createMemoryLog } from '../log/memory.ts'
import { noHistory } from './history.ts'
import { createRingMemory } from './ring-memory.ts'
import { Room, type RoomParts } from './room.ts'

/** A room for tests; the test ends its ticks. */
export interface FakeRoom {
  readonly room: Room
  readonly clock: FakeClock
  /** Ends the tick: the published events are shown. */
  readonly tick: () => void
  readonly duplicates: () => number
}

/** Creates a room over a memory log, with a clock that the test advances. */
export function createFakeRoom(ringSize = 100, parts: Partial<RoomParts> = {}): FakeRoom {
  const epoch = 'e1'
  const clock = createFakeClock()
  let deferred: (() => void)[] = []
  let duplicates = 0
  const room = new Room({
    id: 'demo:test',
    log: createMemoryLog(epoch),
    fallbackLog: () => createMemoryLog(`${epoch}-spare`),
    history: noHistory,
    clock,
    defer: (call) => deferred.push(call),
    rings: createRingMemory({ maxBytes: Infinity, maxEntries: ringSize }),
    onEvent: () => undefined,
    onDuplicate: () => (duplicates += 1),
    onOmitted: () => undefined,
    onLogFailed: () => undefined,
    onFault: (error) => {
      throw error
    },
    ...parts,
  })
  const tick = (): void => {
    const calls = deferred
    deferred = []
    for (const call of calls) call()
  }
  return { room, clock, tick, duplicates: () => duplicates }
}
