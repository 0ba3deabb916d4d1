import type { Entry, RoomView } from '../hub/room-view.ts'

// A chunk stays well below the limit of unsent bytes of a socket, however long its lines are.
const maxEntries = 100
const maxChars = 32 * 1024

/** Returns the next entries of a room's ring after a position, as many as are worth one write. */
export function chunkAfter(room: RoomView, position: number): readonly Entry[] {
  const [chunk = []] = chunksOf(entriesAfter(room, position))
  return chunk
}

/** Cuts entries into chunks worth one write each; a chunk holds one at least. */
export function* chunksOf(entries: Iterable<Entry>): Generator<readonly Entry[], void> {
  let chunk: Entry[] = []
  let chars = 0
  for (const entry of entries) {
    if (chunk.length > 0 && (chunk.length === maxEntries || chars + entry.line.length > maxChars)) {
      yield chunk
      chunk = []
      chars = 0
    }
    chunk.push(entry)
    chars += entry.line.length
  }
  if (chunk.length > 0) yield chunk
}

/** Yields the entries of a room's ring after a position, in order. */
export function* entriesAfter(room: RoomView, position: number): Generator<Entry, void> {
  const { head } = room
  for (let seq = Math.max(position + 1, room.oldest); seq <= head; seq++) {
    const entry = room.entry(seq)
    if (entry) yield entry
  }
}
