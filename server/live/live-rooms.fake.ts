import type { Clock } from '../lib/time/clock.ts'
import {
  createFakeCollection,
  createFakeStorage,
  type FakeStorage,
} from '../store/collection.fake.ts'
import { type LiveRoomRecord, liveRoomTable } from '../store/query/live-room.ts'
import { type MemberRecord, memberTable } from '../store/query/member.ts'
import { LiveRooms } from './live-rooms.ts'

/** Returns live rooms over a storage in memory, loaded; addresses are drawn from a list. */
export async function openLiveRooms(
  clock: Clock,
  drawn: readonly string[] = [],
  storage: FakeStorage<LiveRoomRecord> = createFakeStorage(),
): Promise<{ readonly rooms: LiveRooms; readonly storage: FakeStorage<LiveRoomRecord> }> {
  const draws = [...drawn]
  const rooms = new LiveRooms({
    rooms: createFakeCollection({ storage, keyOf: liveRoomTable.keyOf }),
    members: createFakeCollection({
      storage: createFakeStorage<MemberRecord>(),
      keyOf: memberTable.keyOf,
    }),
    clock,
    drawSlug: () => draws.shift() ?? 'drawn',
  })
  await rooms.load()
  return { rooms, storage }
}
