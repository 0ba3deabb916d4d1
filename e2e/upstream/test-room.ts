import { noHistory } from '../../server/hub/history.ts'
import { createRingMemory } from '../../server/hub/ring-memory.ts'
import { Room, type RoomParts } from '../../server/hub/room.ts'
import { systemClock } from '../../server/lib/time/clock.ts'
import type { Log } from '../../server/log/log.ts'
import { createMemoryLog } from '../../server/log/memory.ts'

/** Makes a real room over a log, in real time, without a server around it. */
export function createTestRoom(id: string, log: Log, parts: Partial<RoomParts> = {}): Room {
  return new Room({
    id,
    log,
    fallbackLog: () => createMemoryLog('spare'),
    history: noHistory,
    clock: systemClock,
    defer: setImmediate,
    rings: createRingMemory({ maxBytes: Infinity, maxEntries: 4096 }),
    onEvent: () => undefined,
    onDuplicate: () => undefined,
    onOmitted: () => undefined,
    onFault: (error) => {
      throw error
    },
    onLogFailed: (failure) => {
      throw failure
    },
    ...parts,
  })
}
