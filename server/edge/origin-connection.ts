import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { beginningOf } from '../platform/feed/connect/connector.ts'
import { feed } from '../platform/feed/index.ts'
import type { Told } from '../platform/feed/message.ts'
import { type FeedReading, isFeedReading } from '../platform/feed/read.ts'
import type { Connector } from '../platform/connector.ts'
import type { RoomDenied } from '../room/room-denied.ts'
import type { Failure } from '../upstream/machine/failure.ts'
import type { Network } from '../upstream/network.ts'
import { SourceSession } from '../upstream/session.ts'
import type { Mirror } from './mirror.ts'

/** The state of the connection between a mirror and the origin. */
export type OriginConnectionState =
  /** No message has arrived yet; `reason` is set after the first failure. */
  | { readonly is: 'opening'; readonly reason?: string }
  | { readonly is: 'following' }
  /** Messages have arrived, but the connection has been lost for longer than a reconnect takes. */
  | { readonly is: 'away'; readonly reason: string }
  /** The last state: the origin refused. */
  | { readonly is: 'refused'; readonly refusal: RoomDenied }
  /** The last state: the requested source belongs to this room of the origin. */
  | { readonly is: 'part'; readonly of: string }

/** The dependencies of a connection to the origin. */
export interface OriginConnectionParts {
  readonly mirror: Mirror
  /** The number of events before the newest to start with, so that earlier readers can resume. */
  readonly warmEvents: number
  readonly network: Network
  readonly log: Pick<Logger, 'warn'>
  readonly onChange: (state: OriginConnectionState) => void
}

// Longer than a restart of the origin and the reconnects it takes; after that readers do better
// elsewhere.
const awayMs = 20_000

/** The one connection of a mirror: a listener of a session, for the mirror. */
export class OriginConnection {
  readonly #parts: OriginConnectionParts
  readonly #session: SourceSession
  readonly #clock: Clock
  readonly #waiting = new Set<() => void>()
  #state: OriginConnectionState = { is: 'opening' }
  #caughtUpAt = Infinity
  #away: Timer | undefined

  /** Connects at once. */
  constructor(parts: OriginConnectionParts) {
    const { mirror, network } = parts
    this.#parts = parts
    this.#clock = network.clock
    this.#session = new SourceSession({
      platform: { ...feed, connect: beginningBefore(parts.warmEvents) },
      ref: mirror.id,
      network,
      sink: { recent: [], publish: () => undefined, publishRaw: () => undefined },
      report: {
        fault: () => undefined, // one of each kind is logged; the counts are those of the origin
        sample: (fault) => parts.log.warn({ room: mirror.id, fault }, 'first fault of its kind'),
        failure: () => undefined, // the phase that follows holds it
        reading: (reading) => isFeedReading(reading) && this.#receive(reading),
        phase: (phase) => 'failure' in phase && this.#fail(phase.failure),
      },
    })
  }

  get state(): OriginConnectionState {
    return this.#state
  }

  /** Returns the state once it has left `opening`, or after a time limit. */
  async settled(limitMs: number): Promise<OriginConnectionState> {
    if (this.#state.is === 'opening') {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve)
        this.#clock.after(limitMs, resolve)
      })
    }
    return this.#state
  }

  /** Closes the connection. Idempotent. */
  async close(): Promise<void> {
    this.#away?.cancel()
    await this.#session.close()
  }

  #receive({ told, line }: FeedReading): void {
    if (this.#state.is === 'part') return
    const other = roomOf(told)
    if (other !== undefined && other !== this.#parts.mirror.id) {
      this.#setState({ is: 'part', of: other })
      void this.#session.close() // it sends nothing to the origin, so the close cannot fail
      return
    }
    this.#parts.mirror.receive(told, line)
    this.#trackCatchUp(told)
  }

  /** Follows the origin from the moment that the past up to its head has arrived. */
  #trackCatchUp(message: Told): void {
    if (message.is === 'frame' && message.frame.frame === 'hello') {
      this.#caughtUpAt = message.frame.head
      this.#away?.cancel()
      this.#away = undefined
    }
    const reached = message.is === 'event' ? message.event.seq : this.#parts.mirror.head
    if (reached < this.#caughtUpAt || this.#state.is === 'following') return
    this.#setState({ is: 'following' })
  }

  #fail({ kind, reason, code }: Failure): void {
    const { mirror, log } = this.#parts
    log.warn({ room: mirror.id, kind, reason }, 'origin lost')
    mirror.disconnected()
    if (kind === 'not-found') return this.#refuse({ refused: 'unknown', reason })
    if (kind === 'forbidden') return this.#refuse({ refused: 'not-allowed', reason })
    if (code === 'stopped') return this.#refuse({ refused: 'off', reason })
    if (this.#state.is === 'opening') this.#state = { is: 'opening', reason }
    if (this.#state.is !== 'following') return
    this.#away ??= this.#clock.after(awayMs, () => this.#setState({ is: 'away', reason }))
  }

  #refuse(refusal: RoomDenied): void {
    this.#setState({ is: 'refused', refusal })
  }

  #setState(state: OriginConnectionState): void {
    if (this.#state.is === 'refused' || this.#state.is === 'part') return
    this.#state = state
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
    this.#parts.onChange(state)
  }
}

function beginningBefore(events: number): Connector {
  const { connect } = feed
  if (!connect) throw new TypeError('feeds can be connected')
  return {
    ...connect,
    open: (ticket, io, resume) => connect.open(ticket, io, resume ?? beginningOf(ticket, events)),
  }
}

function roomOf(message: Told): string | undefined {
  return message.is === 'frame' && message.frame.frame === 'hello' ? message.frame.room : undefined
}
