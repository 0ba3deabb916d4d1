import type { TrafficKind } from '../../../locale/studio.ts'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { asTest } from './event.ts'
import { makeAnything, type Random } from './made.ts'
import type { Recorded } from './recording.ts'

/** The page's functions for traffic. */
export interface TrafficIo {
  readonly now: () => number
  readonly random: Random
  readonly every: (ms: number, call: () => void) => () => void
}

/** The number of events of a burst. */
export const burstSize = 200

const beatMs = 50
const longestBeatMs = 1_000 // a page that was suspended does not catch up

/** Generates events at the chosen rate. */
export class Traffic {
  readonly #send: (events: readonly FeedEvent[]) => void
  readonly #io: TrafficIo
  readonly #runId: string
  #kind: TrafficKind = 'live'
  #perSecond = 5
  #recording: readonly Recorded[] = []
  #stop: (() => void) | undefined
  #made = 0
  #owed = 0
  #beatAt = 0
  #playedMs = 0

  constructor(send: (events: readonly FeedEvent[]) => void, io: TrafficIo) {
    this.#send = send
    this.#io = io
    this.#runId = io.random().toString(36).slice(2)
  }

  /** Changes the source. @param perSecond - of generated events; a recording has its own pace. */
  set(kind: TrafficKind, perSecond: number, recording: readonly Recorded[]): void {
    if (kind !== this.#kind || recording !== this.#recording) this.#playedMs = 0
    this.#kind = kind
    this.#perSecond = perSecond
    this.#recording = recording
    if (kind === 'live') return this.stop()
    if (this.#stop) return
    this.#beatAt = this.#io.now()
    this.#stop = this.#io.every(beatMs, () => this.#beat())
  }

  /** Sends many events at once. */
  burst(): void {
    this.#send(Array.from({ length: burstSize }, () => this.#make()))
  }

  /** Stops all events. */
  stop(): void {
    this.#stop?.()
    this.#stop = undefined
    this.#owed = 0
  }

  #beat(): void {
    const now = this.#io.now()
    const passedMs = Math.min(longestBeatMs, now - this.#beatAt)
    this.#beatAt = now
    const events = this.#kind === 'made' ? this.#makeFor(passedMs) : this.#playFor(passedMs)
    if (events.length > 0) this.#send(events)
  }

  #makeFor(passedMs: number): readonly FeedEvent[] {
    this.#owed += (this.#perSecond * passedMs) / 1_000
    const due = Math.floor(this.#owed)
    this.#owed -= due
    return Array.from({ length: due }, () => this.#make())
  }

  #make(): FeedEvent {
    return asTest(makeAnything(this.#io.random), this.#nextId(), this.#io.now())
  }

  /**
   * Plays the recording in a loop: a repeated event has another id, because equal ids are shown
   * once.
   */
  #playFor(passedMs: number): readonly FeedEvent[] {
    const lengthMs = (this.#recording.at(-1)?.afterMs ?? 0) + 1_000
    const from = this.#playedMs
    const to = from + passedMs
    this.#playedMs = to % lengthMs
    const due = this.#recording.filter(({ afterMs }) =>
      to < lengthMs ? afterMs >= from && afterMs < to : afterMs >= from || afterMs < to - lengthMs,
    )
    return due.map(({ event }) => asTest({ ...event }, this.#nextId(), this.#io.now()))
  }

  #nextId(): string {
    this.#made += 1
    return `${this.#runId}-${this.#made}`
  }
}
