import { z } from 'zod'
import { defineSettings, whole } from '../lib/setting.ts'

/** The settings of rooms and of the memory for their events. */
export const roomSettings = defineSettings({
  MAX_ROOMS: {
    key: 'maxRooms',
    help: 'Rooms open at once, besides live:….',
    schema: whole(200, 1, 100_000),
  },
  RING_SIZE: {
    key: 'ringSize',
    help: 'Events of a room in memory, for reconnects.',
    schema: whole(4096, 16, 1_000_000),
  },
  RING_MB: {
    key: 'ringMb',
    help: 'Memory for the events of all rooms, in MB. By default a tenth of the memory, and 256 at most.',
    schema: z.coerce.number({ error: 'must be a number' }).int().min(8).max(65_536).optional(),
  },
})
