import type { FrameHandler } from './frame.ts'

/** The counters over all subscribers of one process. */
export interface Tally {
  /** Returns the text callback of the next subscriber. */
  readonly reader: () => FrameHandler['text']
  /** Resets the counters, but not the positions of the subscribers. */
  readonly begin: () => void
  readonly counts: () => Counts
}

/** Figures since the start of the measurement. */
export interface Counts {
  readonly deliveries: number
  /** Positions that a reader did not get, or got twice; and `gap`, `skip` frames. */
  readonly gaps: number
  /** The delay from the due time of an event to its reading, ms. */
  readonly p50Ms: number
  readonly p99Ms: number
}

const brace = 0x7b
const seqKey = '"seq":'
const atKey = '"at":'
const maxMs = 20_000

/**
 * Makes counters of deliveries, gaps and delays. At a known rate the due time follows from the
 * rate, so that a stalled server cannot hide its delay in later events; else it is the event's own
 * `at`.
 */
export function createTally(perSecond: number | undefined): Tally {
  const delays = new Uint32Array(maxMs + 1)
  let deliveries = 0
  let gaps = 0
  let origin = Number.POSITIVE_INFINITY // the due time of position 0
  const dueAt = (bytes: Buffer, from: number, seq: number, isFirst: boolean): number => {
    if (perSecond === undefined)
      return numberAt(bytes, bytes.indexOf(atKey, from, 'latin1') + atKey.length)
    const offset = (seq * 1000) / perSecond
    if (isFirst)
      origin = Math.min(
        origin,
        numberAt(bytes, bytes.indexOf(atKey, from, 'latin1') + atKey.length) - offset,
      )
    return origin + offset
  }
  let readers = 0
  const reader = (): FrameHandler['text'] => {
    const isFirst = readers++ === 0
    let position: number | undefined
    return (bytes, from, to) => {
      if (isFrame(bytes, from)) {
        const kind = bytes.toString('utf8', from, from + 16)
        if (/"(?:gap|skip)"/.test(kind)) gaps += 1
        return
      }
      const found = bytes.indexOf(seqKey, from, 'latin1')
      if (found < 0 || found > to) return // a message of the transport itself
      const seq = numberAt(bytes, found + seqKey.length)
      if (position !== undefined && seq !== position + 1) gaps += 1
      position = seq
      deliveries += 1
      const delay = Date.now() - dueAt(bytes, from, seq, isFirst)
      const slot = Math.min(maxMs, Math.max(0, Math.ceil(delay)))
      delays[slot] = (delays[slot] ?? 0) + 1
    }
  }
  return {
    reader,
    begin: () => {
      deliveries = 0
      delays.fill(0)
    },
    counts: () => ({
      deliveries,
      gaps,
      p50Ms: quantile(delays, deliveries, 0.5),
      p99Ms: quantile(delays, deliveries, 0.99),
    }),
  }
}

/** Returns true for a control frame of the feed, which starts with `{"frame"`. */
function isFrame(bytes: Buffer, from: number): boolean {
  return bytes[from] === brace && bytes[from + 2] === 0x66 // f
}

function numberAt(bytes: Buffer, from: number): number {
  let value = 0
  for (let at = from; ; at++) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return value
    value = value * 10 + digit
  }
}

function quantile(slots: Uint32Array, total: number, share: number): number {
  let left = total * share
  const slot = slots.findIndex((count) => (left -= count) <= 0)
  return slot === -1 ? Number.NaN : slot
}
