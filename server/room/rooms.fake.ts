import { noHistory } from '../hub/history.ts'
import { createRingMemory } from '../hub/ring-memory.ts'
import { Room, type RoomParts } from '../hub/room.ts'
import { createFakeClock, type FakeClock } from '../lib/time/clock.fake.ts'
import { createMemoryLog } from '../log/memory.ts'
import { platforms } from '../platform/registry.ts'
import { Rooms, type RoomsParts } from './rooms.ts'

const nothing = (): void => undefined

/** Parts of fake rooms that a test may replace or observe. */
export interface FakeRoomsParts extends RoomsParts, Pick<RoomParts, 'onEvent' | 'onOmitted'> {
  /** Receives the id of each room that is opened with a log on disk. */
  readonly onKept: (id: string) => void
}

/** Creates rooms for tests, in memory: ticks end by themselves, sources publish nothing. */
export function createFakeRooms(
  parts: Partial<FakeRoomsParts> = {},
  startMs?: number,
): {
  readonly rooms: Rooms
  readonly clock: FakeClock
} {
  const clock = createFakeClock(startMs)
  const { onEvent = nothing, onOmitted = nothing, onKept = nothing, ...others } = parts
  const openInMemory: RoomsParts['openInMemory'] = () => {
    const log = createMemoryLog(`e${clock.now()}`)
    const past = { recent: [], earlier: [] }
    return {
      log,
      history: noHistory,
      fallback: () => log,
      record: nothing,
      release: nothing,
      ...past,
    }
  }
  const rooms = new Rooms({
    platforms,
    clock,
    openLog: async (id) => {
      onKept(id)
      return openInMemory()
    },
    openInMemory,
    discard: nothing,
    createRoom: (id, { log, history, fallback }) =>
      new Room({
        id,
        log,
        history,
        clock,
        fallbackLog: fallback,
        defer: setImmediate,
        rings: createRingMemory({ maxBytes: 1_000_000, maxEntries: 100 }),
        onEvent,
        onDuplicate: () => undefined,
        onOmitted,
        onLogFailed: () => undefined,
        onFault: (error) => {
          throw error
        },
      }),
    startSource: () => ({ close: () => Promise.resolve() }),
    findOwnRoom: () => undefined,
    idle: { restMs: 300, idleMs: 1000 },
    maxRooms: 10,
    onScheduleFailed: (_, error) => {
      throw error
    },
    ...others,
  })
  return { rooms, clock }
}
