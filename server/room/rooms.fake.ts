import { noHistory } from '../hub/history.ts'
import { Room, type RoomParts } from '../hub/room.ts'
import { createFakeClock, type FakeClock } from '../lib/clock.fake.ts'
import { createMemoryLog } from '../log/memory.ts'
import { platforms } from '../platform/registry.ts'
import { Rooms, type RoomsParts } from './rooms.ts'

/** Rooms for tests, in memory: turns end by themselves, sources say nothing. */
export function createFakeRooms(
  parts: Partial<RoomsParts & Pick<RoomParts, 'onEvent' | 'onOmitted'>> = {},
  startMs?: number,
): {
  readonly rooms: Rooms
  readonly clock: FakeClock
} {
  const clock = createFakeClock(startMs)
  const { onEvent = () => undefined, onOmitted = () => undefined, ...others } = parts
  const forget: RoomsParts['forget'] = () => {
    const log = createMemoryLog(`e${clock.now()}`)
    return { log, history: noHistory, recent: [], record: () => undefined }
  }
  const rooms = new Rooms({
    platforms,
    clock,
    keep: () => Promise.resolve(forget()),
    forget,
    createRoom: (id, { log, history }) =>
      new Room({
        id,
        log,
        history,
        clock,
        spareLog: () => log,
        defer: setImmediate,
        ringSize: 100,
        onEvent,
        onDuplicate: () => undefined,
        onOmitted,
        onLogFailed: () => undefined,
      }),
    startSource: () => ({ close: () => Promise.resolve() }),
    idleMs: 1000,
    maxRooms: 10,
    onTurnFailed: (_, error) => {
      throw error
    },
    ...others,
  })
  return { rooms, clock }
}
