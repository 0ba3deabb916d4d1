import type { Coverage } from '../../../proto/feed/index.ts'
import type { Clock, Timer } from '../../lib/clock.ts'
import type { Random } from '../../lib/random.ts'
import type { ChatLine, Login, Ticket } from '../../platform/connector.ts'
import type { PlatformDraft } from '../../platform/platform.ts'
import { createEstimate, graceMs } from './estimate.ts'
import { isNews, isSampled, type Told } from './news.ts'

/** A socket on which a live room is heard. */
export interface OpenSocket {
  /** Another number is another socket. */
  readonly generation: number
  readonly ticket: Ticket
  readonly login?: Login
}

/** Asks a site for something beside the stream; where that fails nothing is answered. */
export type Look<T> = (ticket: Ticket, answered: (answer: T) => void) => void

/** What a watch over published lines is made of. */
export interface PublishedParts {
  readonly clock: Clock
  readonly random: Random
  /** When the site may be asked at all, epoch milliseconds. */
  readonly notBefore: () => number
  /** Asks for the last lines of the room; absent where how much is heard is not measured. */
  readonly lookAtLines?: Look<readonly ChatLine[]>
  /** Asks for the paid messages on display; absent where there are none. */
  readonly lookAtPaid?: Look<readonly PlatformDraft[]>
  /** Hears of a figure that is worth an event. */
  readonly measured: (coverage: Coverage) => void
  /** Hears whether a part of the chat is kept from us, when that has changed. */
  readonly sampled: (isSampled: boolean) => void
  /** Gets each paid message on display; most of them were heard before. */
  readonly displayed: (draft: PlatformDraft) => void
}

type Due = 'lines' | 'paid' | 'judgement'

// Once a minute, a sixth more or less: however it falls out, no more than 1.2 times a minute.
const leastMs = 50_000
const spreadMs = 20_000
const minuteMs = 60_000

/**
 * Compares what is heard of a room with what its site publishes beside the stream. It asks for the
 * last lines once a minute, and for what is on display whenever a socket has opened, which takes the
 * place of the next look at the lines: a room is never asked more than 1.2 times a minute in the long
 * run, and not at all before `notBefore`.
 */
export class PublishedWatch {
  readonly #parts: PublishedParts
  readonly #estimate = createEstimate()
  readonly #timers = new Map<Due, Timer>()
  #socket: OpenSocket | undefined
  #login: Login | undefined
  #linesAt = 0
  #paidAt = 0
  #told: Told | undefined
  #isSampled = false

  constructor(parts: PublishedParts) {
    this.#parts = parts
  }

  /** Takes the socket as it is now; undefined while no live room is heard. */
  follow(socket: OpenSocket | undefined): void {
    if (socket?.generation === this.#socket?.generation) return
    this.close()
    if (socket) this.#open(socket)
  }

  /** Takes up what the socket told. */
  hear(draft: PlatformDraft): void {
    const { lookAtLines, clock } = this.#parts
    if (draft.type === 'chat' && lookAtLines && this.#socket) {
      this.#estimate.hear(draft, clock.now())
    }
  }

  /** Idempotent. */
  close(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
    this.#estimate.shut()
    this.#socket = undefined
  }

  #open(socket: OpenSocket): void {
    const now = this.#parts.clock.now()
    if (socket.login !== this.#login) this.#beSomebodyElse(socket.login)
    this.#socket = socket
    this.#estimate.open(now)
    this.#linesAt = Math.max(this.#linesAt, now + this.#intervalMs())
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    this.#set('paid', this.#paidAt, () => this.#askForPaid())
  }

  /** What was found says nothing of what another account hears. */
  #beSomebodyElse(login: Login | undefined): void {
    this.#login = login
    this.#told = undefined
    this.#estimate.forget()
    this.#sample(false)
  }

  #askForLines(): void {
    const { clock, lookAtLines } = this.#parts
    const socket = this.#socket
    if (!socket || !lookAtLines || this.#mustWait('lines', () => this.#askForLines())) return
    this.#linesAt = clock.now() + this.#intervalMs()
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    lookAtLines(socket.ticket, (lines) => {
      if (this.#socket !== socket) return
      this.#estimate.show(lines, clock.now())
      this.#set('judgement', clock.now() + graceMs, () => this.#judge())
    })
  }

  #askForPaid(): void {
    const { clock, lookAtPaid, displayed } = this.#parts
    const socket = this.#socket
    if (!socket || !lookAtPaid || this.#mustWait('paid', () => this.#askForPaid())) return
    this.#paidAt = clock.now() + minuteMs
    this.#linesAt = Math.max(this.#linesAt, clock.now()) + this.#intervalMs()
    this.#set('lines', this.#linesAt, () => this.#askForLines())
    lookAtPaid(socket.ticket, (drafts) => {
      if (this.#socket === socket) for (const draft of drafts) displayed(draft)
    })
  }

  #judge(): void {
    const { clock, measured } = this.#parts
    const now = clock.now()
    this.#estimate.judge(now)
    const coverage = this.#estimate.coverage(now)
    if (!coverage) return
    this.#sample(isSampled(this.#isSampled, coverage))
    if (!isNews(this.#told, coverage, now)) return
    this.#told = { coverage, at: now }
    measured(rounded(coverage))
  }

  #sample(isSampledNow: boolean): void {
    if (isSampledNow === this.#isSampled) return
    this.#isSampled = isSampledNow
    this.#parts.sampled(isSampledNow)
  }

  /** A site that took us for a machine is asked again when the pause is over. */
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
    return leastMs + Math.round(this.#parts.random() * spreadMs)
  }
}

function rounded({ share, ...rest }: Coverage): Coverage {
  return { share: Math.round(share * 1_000) / 1_000, ...rest }
}
