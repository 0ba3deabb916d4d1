import type { Coverage } from '../../../proto/feed/index.ts'
import type { Clock, Timer } from '../../lib/time/clock.ts'
import type { Random } from '../../lib/random.ts'
import type { ChatLine, Login, RoomHandle } from '../../platform/connector.ts'
import type { PlatformDraft } from '../../platform/platform.ts'
import { createEstimate, graceMs } from './estimate.ts'

/** An open socket of a live room. */
export interface OpenSocket {
  /** The number of the socket. */
  readonly generation: number
  readonly ticket: RoomHandle
  readonly login?: Login
}

/** Requests data of a site outside of the stream; does not call `answered` if that fails. */
export type SideRequest<T> = (ticket: RoomHandle, answered: (answer: T) => void) => void

/** The dependencies of a {@link PublishedWatch}. */
export interface PublishedParts {
  readonly clock: Clock
  readonly random: Random
  /** Returns the earliest time of a request to the site, in epoch milliseconds. */
  readonly notBefore: () => number
  /** Requests the last lines of the room; absent if completeness is not measured. */
  readonly requestLines?: SideRequest<readonly ChatLine[]>
  /** Requests the paid messages on display; absent if the site has none. */
  readonly requestPaid?: SideRequest<readonly PlatformDraft[]>
  /** Receives a figure that is worth an event. */
  readonly measured: (coverage: Coverage) => void
  /** Receives true when the site starts to withhold a part of the chat, false when it stops. */
  readonly sampled: (isSampled: boolean) => void
  /** Receives each paid message on display, most of which arrived before. */
  readonly displayed: (draft: PlatformDraft) => void
}

type Due = 'lines' | 'paid' | 'judgement'

// Once a minute, plus or minus a sixth: at most 1.2 times a minute.
const minIntervalMs = 50_000
const spreadMs = 20_000
const minuteMs = 60_000

/**
 * Compares the received lines of a room with the lines that its site publishes outside of the
 * stream. It requests the last lines once a minute, and the paid messages on display whenever a
 * socket opens; such a request takes the place of the next request for lines. In the long run it
 * makes at most 1.2 requests a minute for a room, and none before `notBefore`.
 */
export class PublishedWatch {
  readonly #parts: PublishedParts
  readonly #estimate = createEstimate()
  readonly #timers = new Map<Due, Timer>()
  #socket: OpenSocket | undefined
  #login: Login | undefined
  #linesAt = 0
  #paidAt = 0
  #published: PublishedFigure | undefined
  #isSampled = false

  constructor(parts: PublishedParts) {
    this.#parts = parts
  }

  /** Sets the current socket; undefined while no live room is received. */
  follow(socket: OpenSocket | undefined): void {
    if (socket?.generation === this.#socket?.generation) return
    this.close()
    if (socket) this.#open(socket)
  }

  /** Adds an event from the socket. */
  addReceived(draft: PlatformDraft): void {
    const { requestLines, clock } = this.#parts
    if (draft.type === 'chat' && requestLines && this.#socket) {
      this.#estimate.addReceived(draft, clock.now())
    }
  }

  /** Stops all requests. Idempotent. */
  close(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
    this.#estimate.close()
    this.#socket = undefined
  }

  #open(socket: OpenSocket): void {
    const now = this.#parts.clock.now()
    if (socket.login !== this.#login) this.#resetForLogin(socket.login)
    this.#socket = socket
    this.#estimate.open(now)
    this.#linesAt = Math.max(this.#linesAt, now + this.#intervalMs())
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    this.#set('paid', this.#paidAt, () => this.#askForPaid())
  }

  /** Drops the results, because they do not apply to another account. */
  #resetForLogin(login: Login | undefined): void {
    this.#login = login
    this.#published = undefined
    this.#estimate.reset()
    this.#setSampled(false)
  }

  #askForLines(): void {
    const { clock, requestLines } = this.#parts
    const socket = this.#socket
    if (!socket || !requestLines || this.#mustWait('lines', () => this.#askForLines())) return
    this.#linesAt = clock.now() + this.#intervalMs()
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    requestLines(socket.ticket, (lines) => {
      if (this.#socket !== socket) return
      this.#estimate.addPublished(lines, clock.now())
      this.#set('judgement', clock.now() + graceMs, () => this.#judge())
    })
  }

  #askForPaid(): void {
    const { clock, requestPaid, displayed } = this.#parts
    const socket = this.#socket
    if (!socket || !requestPaid || this.#mustWait('paid', () => this.#askForPaid())) return
    this.#paidAt = clock.now() + minuteMs
    this.#linesAt = Math.max(this.#linesAt, clock.now()) + this.#intervalMs()
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    requestPaid(socket.ticket, (drafts) => {
      if (this.#socket === socket) for (const draft of drafts) displayed(draft)
    })
  }

  #judge(): void {
    const { clock, measured } = this.#parts
    const now = clock.now()
    this.#estimate.judge(now)
    const coverage = this.#estimate.coverage(now)
    if (!coverage) return
    this.#setSampled(isSampled(this.#isSampled, coverage))
    if (!isWorthPublishing(this.#published, coverage, now)) return
    this.#published = { coverage, at: now }
    measured(rounded(coverage))
  }

  #setSampled(isSampledNow: boolean): void {
    if (isSampledNow === this.#isSampled) return
    this.#isSampled = isSampledNow
    this.#parts.sampled(isSampledNow)
  }

  /** Postpones a request until the pause after risk control is over. Returns true if it did. */
  #mustWait(due: Due, ask: () => void): boolean {
    const { clock, notBefore } = this.#parts
    const at = notBefore()
    if (at <= clock.now()) return false
    this.#set(due, at + this.#intervalMs(), ask)
    return true
  }

  #set(due: Due, at: number, call: () => void): void {
    const { clock } = this.#parts
    this.#timers.get(due)?.cancel()
    this.#timers.set(due, clock.after(Math.max(0, at - clock.now()), call))
  }

  #intervalMs(): number {
    return minIntervalMs + Math.round(this.#parts.random() * spreadMs)
  }
}

function rounded({ share, ...rest }: Coverage): Coverage {
  return { share: Math.round(share * 1_000) / 1_000, ...rest }
}

/** The last published figure, and its time in epoch milliseconds. */
interface PublishedFigure {
  readonly coverage: Coverage
  readonly at: number
}

// With fewer samples, a single line changes the share by more than 5 %.
const fewestSamples = 20

const minChange = 0.05
const republishAfterMs = 10 * 60_000

/**
 * Returns true for the first figure, for a notable change, and for any change after ten minutes, if
 * there are enough samples.
 */
function isWorthPublishing(
  before: PublishedFigure | undefined,
  coverage: Coverage,
  now: number,
): boolean {
  const { share, samples } = coverage
  if (samples < fewestSamples) return false
  if (!before) return true
  const change = Math.abs(share - before.coverage.share)
  return change >= minChange || (change > 0 && now - before.at >= republishAfterMs)
}

// A share below the first is a part of the chat; a share from the second on is the whole chat with
// few lines lost. In between, the last result stays.
const partShare = 0.9
const wholeShare = 0.95
const standardErrors = 3

/** Returns true if a part of the chat is withheld, beyond chance; `before` is the last result. */
function isSampled(before: boolean, { share, samples }: Coverage): boolean {
  if (samples < fewestSamples) return before
  if (before) return share < wholeShare
  return share + standardErrors * Math.sqrt((share * (1 - share)) / samples) < partShare
}
