import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Dial, ClientSocket, SocketEnd } from '../lib/net/dial.ts'
import type { EndMeanings } from '../platform/connector.ts'
import type { ConnectLimiter, ConnectPermit } from './connect-limiter.ts'
import { type Failure, failureOfEnd } from './machine/failure.ts'

/** The dependencies of a socket. */
export interface UpstreamSocketParts {
  readonly clock: Clock
  readonly dial: Dial
  readonly budget: ConnectLimiter
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly endMeanings?: EndMeanings
  readonly handlers: UpstreamSocketHandlers
}

/** The callbacks of a socket; none is called after its close, whatever it receives. */
export interface UpstreamSocketHandlers {
  readonly connected: () => void
  readonly frame: (bytes: Uint8Array) => void
  /** The last call, unless the relay closed it. */
  readonly ended: (failure: Failure) => void
}

// A server that neither accepts nor refuses is unreachable, whatever the state of TCP.
const handshakeMs = 15_000

// Douyin does not answer a close frame, so the socket is dropped after this.
const graceMs = 2_000

/** One socket: from the queue of the connect limiter to the answer to its close. */
export class UpstreamSocket {
  readonly #parts: UpstreamSocketParts
  #pass: ConnectPermit | undefined
  #wire: ClientSocket | undefined
  #timer: Timer | undefined
  #over = false

  constructor(parts: UpstreamSocketParts) {
    this.#parts = parts
    this.#pass = parts.budget.enter(hostOf(parts.url), () => this.#dial())
    if (!this.#pass) this.#end({ kind: 'crowded', reason: 'too many sources connect at once' })
    else if (this.#over) this.#pass.leave()
  }

  /** Sends a frame; does nothing unless the socket is open. */
  send(bytes: Uint8Array): void {
    this.#wire?.send(bytes)
  }

  /** Sends a close frame, and drops the socket if that is not answered. Idempotent. */
  close(): void {
    if (this.#over) return
    this.#finish()
    const wire = this.#wire
    if (!wire) return
    this.#timer = this.#parts.clock.after(graceMs, () => wire.terminate())
    wire.close()
  }

  #dial(): void {
    const { clock, dial, url, headers, handlers } = this.#parts
    try {
      this.#wire = dial(url, headers, {
        opened: () => {
          if (this.#over) return
          this.#timer?.cancel()
          this.#pass?.leave()
          handlers.connected()
        },
        message: (bytes) => {
          if (!this.#over) handlers.frame(bytes)
        },
        ended: (end) => this.#onEnd(end),
      })
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error('the socket could not be made')
      return this.#end(failureOfEnd({ kind: 'unreachable', cause: error }))
    }
    this.#timer = clock.after(handshakeMs, () => {
      const reason = 'no connection: no answer to the handshake'
      this.#end({ kind: 'unreachable', reason, code: 'timed-out' })
      this.#wire?.terminate()
    })
  }

  #onEnd(end: SocketEnd): void {
    this.#timer?.cancel() // the close was answered
    this.#end(failureOfEnd(end, this.#parts.endMeanings))
  }

  #end(failure: Failure): void {
    if (this.#over) return
    this.#finish()
    this.#parts.handlers.ended(failure)
  }

  #finish(): void {
    this.#over = true
    this.#timer?.cancel()
    this.#pass?.leave()
  }
}

/**
 * Returns the host for the limiter; a text that is no address counts as one, and fails when dialed.
 */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
