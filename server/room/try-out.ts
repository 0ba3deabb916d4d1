import { asTest, testIdOf, testSourceOf } from '../../proto/feed/index.ts'
import type { TestEvent } from '../../proto/feed/schema/test-event.ts'
import type { Room } from '../hub/room.ts'

/** Where a test event came to stand. */
export interface Tried {
  readonly id: string
  /** Absent if it was not shown, because an event of this id was there already. */
  readonly seq?: number
}

/** Test events that were shown. */
export interface TryOut {
  readonly epoch: string
  /** In the order they were sent in. */
  readonly events: readonly Tried[]
}

/** A wish to try something out. */
export interface TryOutParts {
  readonly room: Room
  /** What was asked for: the room, or one of its sources. */
  readonly name: string
  readonly newId: () => string
}

/**
 * Publishes events that are marked as tests, and resolves when they are shown. Nothing about them is
 * taken for real: their source and their ids begin with `test:`, what they retract are test events.
 *
 * @returns undefined if the room closed meanwhile.
 */
export async function tryOut(
  events: readonly TestEvent[],
  { room, name, newId }: TryOutParts,
): Promise<TryOut | undefined> {
  const before = room.head
  const places = events.map(({ source = name, ...event }) => {
    const id = testIdOf(event.id ?? newId())
    return { id, seq: room.publish(testSourceOf(source), asTest(event, id)) }
  })
  if (places.some(({ seq }) => seq === 'closed')) return undefined
  const accepted = places.some(({ seq }) => typeof seq === 'number')
  // A room whose log fails right now begins anew at 1 with what it has not shown yet.
  const moved = accepted && (await untilShown(room)) === 'anew' ? before : 0
  return {
    epoch: room.epoch,
    events: places.map(({ id, seq }) =>
      typeof seq === 'number' ? { id, seq: seq - moved } : { id },
    ),
  }
}

/** Resolves when the room has shown what it accepts in this turn. */
function untilShown(room: Room): Promise<'as-told' | 'anew'> {
  return new Promise((resolve) => {
    let how: 'as-told' | 'anew' = 'as-told'
    const unfollow = room.follow({
      readers: () => 0,
      renewed: () => (how = 'anew'),
      advanced: () => {
        unfollow()
        resolve(how)
      },
      closed: () => undefined, // what was accepted is shown before
    })
  })
}
