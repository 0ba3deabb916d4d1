import { droppableTypes, type SkipFrame } from '../../proto/feed/index.ts'
import type { Entry, RoomView } from '../hub/room-view.ts'
import type { Filter } from './query.ts'
import { passes } from './resume-point.ts'

/**
 * Returns true for events that a reader far behind does not need: newer values follow, or they are
 * of little interest.
 */
export function isDroppable({ type }: Entry): boolean {
  return droppableTypes.has(type)
}

/**
 * Returns the skip frame for the droppable events after a position up to the head, counted by type;
 * undefined if the filter matches none.
 */
export function skipAfter(room: RoomView, position: number, filter: Filter): SkipFrame | undefined {
  const counts: Record<string, number> = {}
  const { head } = room
  for (let seq = position + 1; seq <= head; seq++) {
    const entry = room.entry(seq)
    if (entry && isDroppable(entry) && passes(filter, entry)) {
      counts[entry.type] = (counts[entry.type] ?? 0) + 1
    }
  }
  if (Object.keys(counts).length === 0) return undefined
  return { frame: 'skip', from: position + 1, to: head, counts }
}
