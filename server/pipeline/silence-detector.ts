import type { Reading } from '../platform/platform.ts'

/** A kind of message that is lost though the connection works, with its number. */
export interface Loss {
  /**
   * `unknown-method`: many messages of an unknown method; `vanished-type`: events of a type
   * stopped; `unknown-sibling`: an unknown message with a name that is another form of a known one.
   */
  readonly kind: 'unknown-method' | 'vanished-type' | 'unknown-sibling'
  /** The platform's name of the message, or the type of the event. */
  readonly name: string
  /** The messages in the last ten minutes; or the usual events in ten minutes; or one message. */
  readonly count: number
}

/** Detects events that a source no longer sends, and messages that the relay cannot read. */
export interface SilenceDetector {
  /**
   * Counts the messages of a frame of a live room. @returns the losses that this frame reveals,
   * mostly none.
   */
  readonly observe: (reading: Pick<Reading, 'drafts' | 'raws'>, now: number) => readonly Loss[]
  /** Reports unknown messages that are other forms of known ones, each at its first message. */
  readonly checkSiblings: (raws: Reading['raws'], now: number) => readonly Loss[]
  /**
   * Starts another broadcast without a history. Losses that were reported are not reported again.
   */
  readonly forget: () => void
}

const minuteMs = 60_000

// A longer pause does not count as time in which the source was connected.
const longestPauseMs = 30_000

// The number of minutes that decide whether a type is gone or a method is new.
const recentMinutes = 10

// The number of minutes before these that give the usual rate; fewer are not enough.
const usualMinutes = 50
const leastUsualMinutes = 20

// Of a steady type, this many missing in a row happen by chance once in e^20.
const missedEvents = 20

// If everything else is below this part of its usual rate, the room is quiet: that is no loss.
const othersShare = 0.25

// An unknown message is reported from this many in ten minutes on, if they are three times those of
// the ten minutes before.
const unknownMessages = 30
const growth = 3

// A site has a few hundred names at most; an endless number of invented ones counts as one.
const maxNames = 200
const others = '(others)'

// A new version of a site brings many new names at once: reports of the first few are enough.
const reportsPerHour = 3

/**
 * Returns the known message of which an unknown one is another form; undefined if there is none.
 */
export type SiblingOf = (method: string) => string | undefined

/**
 * Creates a detector without a history. Its time is connected time: pauses of the connection do not
 * count.
 */
export function createSilenceDetector(siblingOf: SiblingOf = () => undefined): SilenceDetector {
  const types = createTally()
  const methods = createTally()
  const reported = new Set<string>()
  const reports: number[] = []
  let connectedMs = 0
  let lastAt: number | undefined
  const look = (minute: number): readonly Loss[] => {
    const unknown = grown(methods, minute)
      .filter(({ name }) => !reported.has(name))
      .slice(0, reportsPerHour - reports.filter((at) => at > minute - 60).length)
    for (const { name } of unknown) {
      reported.add(name)
      reports.push(minute)
      if (reports.length > reportsPerHour) reports.shift()
    }
    return [...unknown, ...vanished(types, minute)]
  }
  return {
    observe: ({ drafts, raws }, now) => {
      const pause = lastAt === undefined ? 0 : now - lastAt
      const before = Math.floor(connectedMs / minuteMs)
      if (pause > 0 && pause <= longestPauseMs) connectedMs += pause
      lastAt = now
      const minute = Math.floor(connectedMs / minuteMs)
      const losses = minute > before ? look(minute) : []
      for (const { type } of drafts) types.count(type, minute)
      for (const { method } of raws) methods.count(method, minute)
      return losses
    },
    checkSiblings: createSiblingWatch(siblingOf, reported),
    forget: () => {
      types.clear()
      methods.clear()
      connectedMs = 0
      lastAt = undefined
    },
  }
}

// The number of names that are remembered as checked.
const maxChecked = 1000
const hourMs = 3_600_000

/** Reports each other form of a known message once, and at most a few in an hour. */
function createSiblingWatch(
  siblingOf: SiblingOf,
  reported: Set<string>,
): SilenceDetector['checkSiblings'] {
  const checked = new Set<string>()
  let reports: readonly number[] = []
  const isReportable = (method: string, now: number): boolean => {
    if (checked.has(method) || reported.has(method)) return false
    if (siblingOf(method) !== undefined) {
      reports = reports.filter((at) => at > now - hourMs)
      if (reports.length >= reportsPerHour) return false // it may be reported at its next message
      reports = [...reports, now]
      reported.add(method)
      return true
    }
    if (checked.size < maxChecked) checked.add(method)
    return false
  }
  return (raws, now) =>
    raws.flatMap(({ method }): Loss[] =>
      isReportable(method, now) ? [{ kind: 'unknown-sibling', name: method, count: 1 }] : [],
    )
}

/** The number of messages of each name in each minute of the last hour. */
interface Tally {
  readonly count: (name: string, minute: number) => void
  /** Returns the number in the minutes `from` (inclusive) to `to` (exclusive). */
  readonly sum: (name: string, from: number, to: number) => number
  /** Returns the number of these minutes that have at least one. */
  readonly minutes: (name: string, from: number, to: number) => number
  readonly names: () => readonly string[]
  /** The names with a reported absence; a name is removed if it comes back. */
  readonly missing: Set<string>
  readonly clear: () => void
}

const keptMinutes = usualMinutes + recentMinutes + 1

function createTally(): Tally {
  const byName = new Map<string, Map<number, number>>()
  const missing = new Set<string>()
  const between = (name: string, from: number, to: number): readonly number[] =>
    [...(byName.get(name) ?? [])].flatMap(([minute, n]) => (minute >= from && minute < to ? n : []))
  return {
    missing,
    count: (name, minute) => {
      const key = byName.has(name) || byName.size < maxNames ? name : others
      const counts = byName.get(key) ?? new Map<number, number>()
      byName.set(key, counts)
      counts.set(minute, (counts.get(minute) ?? 0) + 1)
      missing.delete(key)
      const [oldest] = counts.keys()
      if (oldest !== undefined && oldest <= minute - keptMinutes) counts.delete(oldest)
    },
    sum: (name, from, to) => between(name, from, to).reduce((sum, n) => sum + n, 0),
    minutes: (name, from, to) => between(name, from, to).length,
    names: () => [...byName.keys()],
    clear: () => {
      byName.clear()
      missing.clear()
    },
  }
}

function grown(methods: Tally, minute: number): readonly Loss[] {
  return methods.names().flatMap((name) => {
    const count = methods.sum(name, minute - recentMinutes, minute)
    const before = methods.sum(name, minute - 2 * recentMinutes, minute - recentMinutes)
    const grows = count >= unknownMessages && count >= growth * before
    return grows ? { kind: 'unknown-method', name, count } : []
  })
}

/**
 * Returns the losses of types that came regularly and come no more, while everything else
 * continues.
 */
function vanished(types: Tally, minute: number): readonly Loss[] {
  const recent = minute - recentMinutes
  const from = Math.max(0, recent - usualMinutes)
  const span = recent - from
  if (span < leastUsualMinutes) return []
  const usual = (name: string): number => (types.sum(name, from, recent) / span) * recentMinutes
  const names = types.names()
  return names.flatMap((name) => {
    const count = Math.round(usual(name))
    const gone = count >= missedEvents && types.sum(name, recent, minute) === 0
    if (!gone || types.missing.has(name)) return []
    if (types.minutes(name, from, recent) < span / 2) return [] // one burst, not regular
    const rest = names.filter((other) => other !== name)
    const expected = total(rest.map(usual))
    const received = total(rest.map((other) => types.sum(other, recent, minute)))
    if (received < Math.max(1, expected * othersShare)) return []
    types.missing.add(name)
    return { kind: 'vanished-type', name, count }
  })
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0)
}
