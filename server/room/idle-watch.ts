import type { Clock, Timer } from '../lib/time/clock.ts'

/** What is done about a room that nobody reads. */
export interface IdleRoom {
  readonly readers: () => number
  /** Nobody has read it for {@link IdleTimes.restMs}: it gives memory back. */
  readonly rest: () => void
  /** It is read again, or is about to be. */
  readonly wake: () => void
  /** Nobody has read it for {@link IdleTimes.idleMs}. The watch is over. */
  readonly expire: () => void
}

/** How long a room stays as it is without a reader. */
export interface IdleTimes {
  /** Until it gives memory back, and may be closed for the sake of another one. */
  readonly restMs: number
  /** Until it is closed in any case. */
  readonly idleMs: number
}

/** Follows whether a room is read. */
export interface IdleWatch {
  /** Since when it has given memory back, epoch milliseconds; undefined while it is in use. */
  readonly restingSince: number | undefined
  /** A reader is about to come: all times begin anew. */
  readonly renew: () => void
  /** Idempotent. */
  readonly close: () => void
}

/** Looks from now on, several times in each period, whether a room is read. */
export function watchIdle(room: IdleRoom, times: IdleTimes, clock: Clock): IdleWatch {
  const { restMs, idleMs } = times
  const everyMs = Math.min(restMs, idleMs) / 3
  let unreadSince: number | undefined = clock.now()
  let restingSince: number | undefined
  let timer: Timer | undefined
  const wake = (): void => {
    if (restingSince === undefined) return
    restingSince = undefined
    room.wake()
  }
  const look = (): void => {
    const now = clock.now()
    if (room.readers() > 0) {
      unreadSince = undefined
      wake()
    } else unreadSince ??= now
    const unreadMs = unreadSince === undefined ? 0 : now - unreadSince
    if (unreadMs >= idleMs) return room.expire()
    if (unreadMs >= restMs && restingSince === undefined) {
      restingSince = now
      room.rest()
    }
    timer = clock.after(everyMs, look)
  }
  timer = clock.after(everyMs, look)
  return {
    get restingSince() {
      return restingSince
    },
    renew: () => {
      unreadSince = clock.now()
      wake()
    },
    close: () => timer?.cancel(),
  }
}

/** Returns which of some rooms has rested the longest; undefined if none rests. */
export function longestResting<T>(
  rooms: Iterable<T>,
  watchOf: (room: T) => IdleWatch | undefined,
): T | undefined {
  let longest: T | undefined
  let since = Infinity
  for (const room of rooms) {
    const { restingSince = Infinity } = watchOf(room) ?? {}
    if (restingSince >= since) continue
    longest = room
    since = restingSince
  }
  return longest
}
