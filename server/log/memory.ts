import type { Log } from './log.ts'

/**
 * A log that keeps nothing but its position: the room's own ring is all there is to resume from.
 * For `demo:` and `replay:` rooms.
 */
export function createMemoryLog(epoch: string): Log {
  let head = 0
  return {
    epoch,
    get head() {
      return head
    },
    get oldest() {
      return head + 1
    },
    append: (lines) => {
      head += lines.length
    },
    read: () => Promise.resolve([]),
    trim: () => undefined,
    close: () => Promise.resolve(),
  }
}
