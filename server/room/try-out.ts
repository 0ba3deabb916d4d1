import { asTest, testIdOf, testSourceOf } from '../../proto/feed/index.ts'
import type { TestEvent } from '../../proto/feed/schema/test-event.ts'
import type { Room } from '../hub/room.ts'

/** The result of one test event. */
export interface Tried {
  readonly id: string
  /**
   * The position; absent if it was not published, because the room has an event of this id already.
   */
  readonly seq?: number
}

/** The result of test events that were published. */
export interface TryOut {
  readonly epoch: string
  /** The results in the order of the request. */
  readonly events: readonly Tried[]
}

/** The target of test events and its dependencies. */
export interface TryOutParts {
  readonly room: Room
  /** The requested id: the room, or one of its sources. */
  readonly name: string
  readonly newId: () => string
}

/**
 * Publishes events that are marked as tests, and resolves when they are published. They never count
 * as real: their source and their ids begin with `test:`, and what they retract are test events.
 *
 * @returns undefined if the room closed meanwhile.
 */
export async function tryOut(
  events: readonly TestEvent[],
  { room, name, newId }: TryOutParts,
): Promise<TryOut | undefined> {
  const before = room.head
  const results = events.map(({ source = name, ...event }) => {
    const id = testIdOf(event.id ?? newId())
    return { id, seq: room.publish(testSourceOf(source), asTest(event, id)) }
  })
  if (results.some(({ seq }) => seq === 'closed')) return undefined
  const accepted = results.some(({ seq }) => typeof seq === 'number')
  // A room whose log fails right now starts again at 1 with the events that it has not published
  // yet.
  const offset = accepted && (await untilShown(room)) === 'new-epoch' ? before : 0
  return {
    epoch: room.epoch,
    events: results.map(({ id, seq }) =>
      typeof seq === 'number' ? { id, seq: seq - offset } : { id },
    ),
  }
}

/** Resolves when the room has published the events that it accepts in this tick. */
function untilShown(room: Room): Promise<'same-epoch' | 'new-epoch'> {
  return new Promise((resolve) => {
    let how: 'same-epoch' | 'new-epoch' = 'same-epoch'
    const unfollow = room.follow({
      readers: () => 0,
      renewed: () => (how = 'new-epoch'),
      advanced: () => {
        unfollow()
        resolve(how)
      },
      closed: () => undefined, // accepted events are published before
    })
  })
}
