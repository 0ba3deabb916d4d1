import type { Clock, Timer } from '../lib/time/clock.ts'

/** The reactions to a room without readers. */
export interface IdleRoom {
  readonly readers: () => number
  /** Called after {@link IdleTimes.restMs} without readers: the room frees memory. */
  readonly rest: () => void
  /** Called when the room has readers again, or is about to. */
  readonly wake: () => void
  /** Called after {@link IdleTimes.idleMs} without readers. The watch is over. */
  readonly expire: () => void
}

/** The times after which a room without readers rests and expires. */
export interface IdleTimes {
  /** The time until it frees memory, and may be closed in favour of another one. */
  readonly restMs: number
  /** The time until it is closed in any case. */
  readonly idleMs: number
}

/** A watch over the number of readers of a room. */
export interface IdleWatch {
  /** The time since which it rests, epoch milliseconds; undefined while it is in use. */
  readonly restingSince: number | undefined
  /** Announces a reader: all times start again. */
  readonly renew: () => void
  /** Ends the watch. Idempotent. */
  readonly close: () => void
}

/** Checks from now on, several times in each period, whether a room has readers. */
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

/** Returns the room that has rested the longest; undefined if none rests. */
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
