import type { Coverage } from '../../../proto/feed/index.ts'
import type { ChatLine } from '../../platform/connector.ts'
import { isSameLine, toleranceMs, keyOf } from './same-line.ts'

/** Estimates the share of a room's chat that arrives, from the lines that its site publishes. */
export interface Estimate {
  /** Starts a socket; lines that were sent before cannot arrive. */
  readonly open: (now: number) => void
  /**
   * Ends a socket, and drops the lines that still wait: they may be missing for that reason alone.
   */
  readonly close: () => void
  /** Adds a line that arrived. */
  readonly addReceived: (line: ChatLine, now: number) => void
  /** Adds the last lines that the site publishes now; they are due `graceMs` later. */
  readonly addPublished: (lines: readonly ChatLine[], now: number) => void
  /** Takes a sample of each line that is due: it has arrived, or it is missing. */
  readonly judge: (now: number) => void
  /** Returns the share over the last half hour; undefined if there are no samples. */
  readonly coverage: (now: number) => Coverage | undefined
  /** Drops all samples, because they do not apply to another account. */
  readonly reset: () => void
}

/** The time in which a published line has to arrive, in milliseconds. */
export const graceMs = 10_000

// A site that starts to withhold lines must be noticed within one broadcast, and a few hundred
// lines are needed to tell a ninth from a tenth. Both need about this much.
const windowMs = 30 * 60_000
const maxSamples = 1_000

// Longer than the time between two requests for published lines, plus the time to arrive.
const memoryMs = 4 * 60_000
// A busy room publishes only its last few lines, so older lines are needed in quiet rooms only.
const maxReceived = 2_000

interface ArrivedLine {
  readonly line: ChatLine
  readonly at: number
}

interface PendingLine {
  readonly line: ChatLine
  readonly at: number
}

interface Sample {
  readonly at: number
  readonly arrived: boolean
}

/** The last answer with published lines on this socket. */
interface LastAnswer {
  readonly at: number
  /** The time of its newest line, by the clock of the site. */
  readonly newestAt: number | undefined
}

/** Creates an estimate without samples. `now` is the time here; lines have the time of the site. */
export function createEstimate(): Estimate {
  let received: ArrivedLine[] = []
  let pending: readonly PendingLine[] = []
  let samples: readonly Sample[] = []
  let openedAt: number | undefined
  let last: LastAnswer | undefined
  const freshLines = createFreshLines()
  const used = new WeakSet<ChatLine>()

  const clearSocket = (): void => {
    pending = []
    freshLines.clear()
    last = undefined
    openedAt = undefined
  }
  return {
    open: (now) => {
      clearSocket()
      received = []
      openedAt = now
    },
    close: clearSocket,
    addReceived: (line, now) => {
      received.push({ line, at: now })
      if (received.length >= 2 * maxReceived) received = received.slice(-maxReceived)
    },
    addPublished: (lines, now) => {
      if (openedAt === undefined) return
      received = received.filter(({ at }) => at > now - memoryMs)
      const from = Math.max(openedAt, now - memoryMs)
      const isInside = spanOf(last, from, received)
      last = { at: now, newestAt: newestOf(lines) }
      const inside = freshLines
        .of(lines)
        .filter(isInside)
        .map((line) => ({ line, at: now }))
      pending = [...pending, ...inside]
    },
    judge: (now) => {
      const due = pending.filter(({ at }) => at <= now - graceMs)
      if (due.length === 0) return
      pending = pending.filter(({ at }) => at > now - graceMs)
      const added = due.map(({ line }) => ({ at: now, arrived: hasArrived(line, received, used) }))
      samples = [...samples, ...added].slice(-maxSamples)
    },
    coverage: (now) => {
      samples = samples.filter(({ at }) => at > now - windowMs)
      const [oldest] = samples
      if (!oldest) return undefined
      const arrived = samples.filter((sample) => sample.arrived).length
      return { share: arrived / samples.length, samples: samples.length, since: oldest.at }
    },
    reset: () => {
      clearSocket()
      received = []
      samples = []
    },
  }
}

/**
 * Returns a filter for lines that were sent while the socket was open. A line that was not in the
 * last answer, and is no older than the newest line of that answer, was sent since. For the first
 * answer only the clocks can decide. Their difference is matched from the lines that arrived.
 */
function spanOf(
  last: LastAnswer | undefined,
  from: number,
  received: readonly ArrivedLine[],
): (line: ChatLine) => boolean {
  if (last && last.at >= from) {
    const { newestAt } = last
    return ({ at }) => at === undefined || newestAt === undefined || at >= newestAt
  }
  const delays = received.flatMap(({ line, at }) => (line.at === undefined ? [] : at - line.at))
  const behindMs = delays.length === 0 ? 0 : delays.reduce((least, ms) => Math.min(least, ms))
  return ({ at }) => at !== undefined && at + behindMs >= from + toleranceMs
}

function newestOf(lines: readonly ChatLine[]): number | undefined {
  const times = lines.flatMap(({ at }) => at ?? [])
  return times.length === 0 ? undefined : Math.max(...times)
}

/**
 * Returns true if a published line has arrived. Each arrived line matches one published line at
 * most: `matched` holds the lines that already have a match. If both lines have an id, only the id
 * decides.
 */
function hasArrived(
  line: ChatLine,
  received: readonly ArrivedLine[],
  matched: WeakSet<ChatLine>,
): boolean {
  const found =
    (line.id === undefined ? undefined : received.find((one) => one.line.id === line.id)) ??
    received.find(
      ({ line: other }) =>
        (line.id === undefined || other.id === undefined) &&
        !matched.has(other) &&
        isSameLine(line, other),
    )
  if (found) matched.add(found.line)
  return found !== undefined
}

/** Selects the lines that a site publishes for the first time. */
interface FreshLines {
  /** Returns the lines of an answer that no earlier answer had. Two equal lines count as two. */
  readonly of: (lines: readonly ChatLine[]) => readonly ChatLine[]
  readonly clear: () => void
}

// An answer has about ten lines. A line that is missing in fifty answers does not return.
const maxKeys = 500

/** Creates a selection to which all lines are new. */
function createFreshLines(): FreshLines {
  /** The highest number of times that one answer had a line, by its key. */
  let known = new Map<string, number>()
  return {
    of: (lines) => {
      const times = new Map<string, number>()
      const fresh = lines.filter((line) => {
        const key = keyOf(line)
        const nth = (times.get(key) ?? 0) + 1
        times.set(key, nth)
        return nth > (known.get(key) ?? 0)
      })
      for (const [key, count] of times) {
        const before = known.get(key) ?? 0
        known.delete(key) // moves the key to the end, as the newest
        known.set(key, Math.max(before, count))
      }
      known = new Map([...known].slice(-maxKeys))
      return fresh
    },
    clear: () => known.clear(),
  }
}
