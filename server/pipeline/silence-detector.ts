import type { Reading } from '../platform/platform.ts'

/** What goes missing though the connection is well, and how much of it there was. */
export interface Loss {
  /**
   * `unknown-method`: many messages of an unknown method; `vanished-type`: events of a type
   * stopped; `unknown-sibling`: an unknown message whose name is another form of a known one.
   */
  readonly kind: 'unknown-method' | 'vanished-type' | 'unknown-sibling'
  /** The platform's name of the message, or the type of the event. */
  readonly name: string
  /** The messages in the last ten minutes; or the usual events in ten minutes; or one message. */
  readonly count: number
}

/** Watches what a source says for what it stops saying. */
export interface SilenceDetector {
  /** Takes up a frame of a live room. @returns what is found to go missing, seldom anything. */
  readonly hear: (reading: Pick<Reading, 'drafts' | 'raws'>, now: number) => readonly Loss[]
  /** Reports unknown messages that are other forms of known ones, each at its first message. */
  readonly checkSiblings: (raws: Reading['raws'], now: number) => readonly Loss[]
  /** Another broadcast begins: nothing is known of it. What was told is not told again. */
  readonly forget: () => void
}

const minuteMs = 60_000

// A longer pause is no time in which the room was heard.
const longestPauseMs = 30_000

// So many minutes decide whether something is gone, or has come.
const recentMinutes = 10

// Before that, so many are what used to be, and no fewer than that are enough to tell.
const usualMinutes = 50
const leastUsualMinutes = 20

// Of a steady type, this many missing in a row happen by chance once in e^20.
const missedEvents = 20

// Where all else is down to less than this part of the usual, the room is quiet, not we deaf.
const othersShare = 0.25

// An unknown message is worth a word from this many in ten minutes, if they are three times those
// of the ten before.
const unknownMessages = 30
const growth = 3

// A site has a few hundred names at most; what invents them without end is counted as one.
const maxNames = 200
const others = '(others)'

// A new version of a site brings many new names at once: the first few say it all.
const tellsPerHour = 3

/**
 * Returns the known message of which an unknown one is another form; undefined if there is none.
 */
export type SiblingOf = (method: string) => string | undefined

/** Nothing was heard yet. Time is what was heard: pauses of the connection do not count. */
export function createSilenceDetector(siblingOf: SiblingOf = () => undefined): SilenceDetector {
  const types = createTally()
  const methods = createTally()
  const told = new Set<string>()
  const tells: number[] = []
  let heardMs = 0
  let lastAt: number | undefined
  const look = (minute: number): readonly Loss[] => {
    const unknown = grown(methods, minute)
      .filter(({ name }) => !told.has(name))
      .slice(0, tellsPerHour - tells.filter((at) => at > minute - 60).length)
    for (const { name } of unknown) {
      told.add(name)
      tells.push(minute)
      if (tells.length > tellsPerHour) tells.shift()
    }
    return [...unknown, ...vanished(types, minute)]
  }
  return {
    hear: ({ drafts, raws }, now) => {
      const pause = lastAt === undefined ? 0 : now - lastAt
      const before = Math.floor(heardMs / minuteMs)
      if (pause > 0 && pause <= longestPauseMs) heardMs += pause
      lastAt = now
      const minute = Math.floor(heardMs / minuteMs)
      const losses = minute > before ? look(minute) : []
      for (const { type } of drafts) types.count(type, minute)
      for (const { method } of raws) methods.count(method, minute)
      return losses
    },
    checkSiblings: createSiblingWatch(siblingOf, told),
    forget: () => {
      types.clear()
      methods.clear()
      heardMs = 0
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
  told: Set<string>,
): SilenceDetector['checkSiblings'] {
  const checked = new Set<string>()
  let tells: readonly number[] = []
  const isReportable = (method: string, now: number): boolean => {
    if (checked.has(method) || told.has(method)) return false
    if (siblingOf(method) !== undefined) {
      tells = tells.filter((at) => at > now - hourMs)
      if (tells.length >= tellsPerHour) return false // it may be reported at its next message
      tells = [...tells, now]
      told.add(method)
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

/** How often each name came in each minute of the last hour. */
interface Tally {
  readonly count: (name: string, minute: number) => void
  /** Of the minutes `from` (inclusive) to `to` (exclusive). */
  readonly sum: (name: string, from: number, to: number) => number
  /** In how many of these minutes it came. */
  readonly minutes: (name: string, from: number, to: number) => number
  readonly names: () => readonly string[]
  /** Names whose absence was told; they come off when they come back. */
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

/** What came regularly, comes no more, while all else goes on. */
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
    if (types.minutes(name, from, recent) < span / 2) return [] // a burst, once
    const rest = names.filter((other) => other !== name)
    const expected = total(rest.map(usual))
    const heard = total(rest.map((other) => types.sum(other, recent, minute)))
    if (heard < Math.max(1, expected * othersShare)) return []
    types.missing.add(name)
    return { kind: 'vanished-type', name, count }
  })
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0)
}
