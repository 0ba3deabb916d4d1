import type { Draft } from '../../proto/feed/index.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import type { Visibility } from '../store/query/room.ts'
import type { OwnRooms } from './find-target.ts'

/** Live rooms in which a test decides what happens. */
export interface FakeOwnRooms extends OwnRooms {
  /** The visibility of each room, by its name; may be changed. */
  readonly visibility: Map<string, Visibility>
  /** Publishes into a room that is open. */
  readonly publish: (ref: string, draft: Draft) => void
}

/** Creates live rooms of these names. */
export function createFakeOwnRooms(rooms: Readonly<Record<string, Visibility>>): FakeOwnRooms {
  const visibility = new Map(Object.entries(rooms))
  const sinks = new Map<string, EventSink>()
  return {
    visibility,
    find: (ref) => {
      const found = visibility.get(ref)
      return found && { visibility: found, roleOf: () => undefined }
    },
    open: (ref, sink) => {
      if (!visibility.has(ref)) throw new RangeError(`there is no live room ${ref}`)
      sinks.set(ref, sink)
      sink.publish({ type: 'source', state: 'open' })
      return {
        close: async () => {
          if (sinks.get(ref) === sink) sinks.delete(ref)
        },
      }
    },
    publish: (ref, draft) => {
      const sink = sinks.get(ref)
      if (!sink) throw new Error(`live:${ref} is not open`)
      sink.publish(draft)
    },
  }
}
