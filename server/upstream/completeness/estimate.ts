import type { Coverage } from '../../../proto/feed/index.ts'
import type { ChatLine } from '../../platform/connector.ts'
import { createFreshLines } from './fresh-lines.ts'
import { isSameLine, toleranceMs } from './same-line.ts'

/** Estimates how much of a room's chat arrives, from the lines that its site publishes. */
export interface Estimate {
  /** From now on the socket is open: what is said before cannot arrive. */
  readonly open: (now: number) => void
  /** The socket is gone: what was waited for may come to nothing for that reason alone. */
  readonly shut: () => void
  /** A line arrived. */
  readonly hear: (line: ChatLine, now: number) => void
  /** The site's last lines, as it publishes them now; to be judged `graceMs` later. */
  readonly show: (lines: readonly ChatLine[], now: number) => void
  /** Judges the lines that had their time to arrive. */
  readonly judge: (now: number) => void
  /** Of the last half hour; undefined if nothing was compared. */
  readonly coverage: (now: number) => Coverage | undefined
  /** Somebody else listens from now on: what was found says nothing of them. */
  readonly forget: () => void
}

/** How long a line that was published may take to arrive. */
export const graceMs = 10_000

// An account that starts to be thinned out must show within a stream, and a few hundred lines tell
// a ninth from a tenth: both ask for about as much.
const windowMs = 30 * 60_000
const maxSamples = 1_000

// Longer than from one look at the published lines to the next, with the time they have to arrive.
const memoryMs = 4 * 60_000
// Published lines are always a busy room's last few, so older ones are needed in quiet rooms only.
const maxHeard = 2_000

interface Heard {
  readonly line: ChatLine
  readonly at: number
}

interface Shown {
  readonly line: ChatLine
  readonly at: number
}

interface Sample {
  readonly at: number
  readonly heard: boolean
}

/** The last look at the published lines while the socket stayed open. */
interface Look {
  readonly at: number
  /** The time of its newest line, by the site's clock. */
  readonly newestAt: number | undefined
}

/** Nothing was compared yet. Times of `now` are ours, those of lines the site's. */
export function createEstimate(): Estimate {
  let heard: Heard[] = []
  let pending: readonly Shown[] = []
  let samples: readonly Sample[] = []
  let openedAt: number | undefined
  let last: Look | undefined
  const freshLines = createFreshLines()
  const taken = new WeakSet<ChatLine>()

  const forgetSpan = (): void => {
    pending = []
    freshLines.clear()
    last = undefined
    openedAt = undefined
  }
  return {
    open: (now) => {
      forgetSpan()
      heard = []
      openedAt = now
    },
    shut: forgetSpan,
    hear: (line, now) => {
      heard.push({ line, at: now })
      if (heard.length >= 2 * maxHeard) heard = heard.slice(-maxHeard)
    },
    show: (lines, now) => {
      if (openedAt === undefined) return
      heard = heard.filter(({ at }) => at > now - memoryMs)
      const from = Math.max(openedAt, now - memoryMs)
      const isInside = spanOf(last, from, heard)
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
      const judged = due.map(({ line }) => ({ at: now, heard: take(line, heard, taken) }))
      samples = [...samples, ...judged].slice(-maxSamples)
    },
    coverage: (now) => {
      samples = samples.filter(({ at }) => at > now - windowMs)
      const [oldest] = samples
      if (!oldest) return undefined
      const arrived = samples.filter((sample) => sample.heard).length
      return { share: arrived / samples.length, samples: samples.length, since: oldest.at }
    },
    forget: () => {
      forgetSpan()
      heard = []
      samples = []
    },
  }
}

/**
 * Tells which lines were published while we could hear them. What was not in the answer before and
 * is no older than its newest was published since. Of the first answer only the clocks tell; how far
 * the site's is from ours the lines say that arrived.
 */
function spanOf(
  last: Look | undefined,
  from: number,
  heard: readonly Heard[],
): (line: ChatLine) => boolean {
  if (last && last.at >= from) {
    const { newestAt } = last
    return ({ at }) => at === undefined || newestAt === undefined || at >= newestAt
  }
  const delays = heard.flatMap(({ line, at }) => (line.at === undefined ? [] : at - line.at))
  const behindMs = delays.length === 0 ? 0 : delays.reduce((least, ms) => Math.min(least, ms))
  return ({ at }) => at !== undefined && at + behindMs >= from + toleranceMs
}

function newestOf(lines: readonly ChatLine[]): number | undefined {
  const times = lines.flatMap(({ at }) => at ?? [])
  return times.length === 0 ? undefined : Math.max(...times)
}

/**
 * Whether a line arrived. One that arrived stands for one line at most: `taken` are those that do
 * already, and what has an id that is published stands for that line alone.
 */
function take(line: ChatLine, heard: readonly Heard[], taken: WeakSet<ChatLine>): boolean {
  const found =
    (line.id === undefined ? undefined : heard.find((one) => one.line.id === line.id)) ??
    heard.find(
      ({ line: other }) =>
        (line.id === undefined || other.id === undefined) &&
        !taken.has(other) &&
        isSameLine(line, other),
    )
  if (found) taken.add(found.line)
  return found !== undefined
}
