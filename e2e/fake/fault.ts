import type { Barrier, Trouble } from './barrier.ts'
import type { SiteHarness, SiteSockets } from './site.ts'

/** A site in the form for fault runs. */
export interface FaultSite extends SiteHarness {
  readonly faults: readonly Fault[]
  /** The silence of the room that counts as a fault, milliseconds. */
  readonly silenceMs: number
  /** Sends new messages, the last of them a chat line. @returns the ids of all chat lines. */
  readonly play: (count: number, delivery: Delivery) => readonly string[]
  /** Returns true if the site has received all it expects of a client. */
  readonly satisfied: () => boolean
  /** Returns the facts that must be received in the end. */
  readonly truth: () => SiteTruth
}

/** The order of delivery. */
export type Delivery = 'plain' | 'doubled' | 'disordered'

/** The facts that a client without loss has. */
export interface SiteTruth {
  /** The ids of all chat lines. */
  readonly chats: readonly string[]
  readonly items: number
  /** The total payment, in the coins of the site. */
  readonly paid: number
}

/** The effect of a failure on a source, as visible from outside. */
export type FailureKind = 'lost' | 'silent' | 'refused' | 'blocked' | 'risk' | 'absent' | 'over'

/** A fault of a site. */
export interface Fault {
  readonly name: string
  readonly inject: () => void
  /** Every failure that follows, in order, up to the one after which the source recovers. */
  readonly failures: readonly Failure[]
  /** Ends the fault: called after the last failure was published. */
  readonly heal?: () => void
  /** True if the messages directly before it may be lost. */
  readonly lossy?: true
}

/** One failure, as the feed must report it. */
export interface Failure {
  readonly kind: FailureKind
  /** A part of the reason. */
  readonly says: string
  /** The wait that the site requires, milliseconds. */
  readonly leastMs?: number
  /** Absent if it is detected at once. */
  readonly notice?: Notice
}

/** A failure that is detected by a timeout. */
interface Notice {
  /** The timeout, exact … */
  readonly afterMs: number
  /** … after the last frame, the last message or the last attempt. */
  readonly since: 'frame' | 'message' | 'attempt'
  /** True if heartbeats and requests are answered meanwhile. */
  readonly answered?: true
  /** Returns true when the clock may be advanced. */
  readonly begun?: () => boolean
}

/** A connection that ended without a close frame. */
export const broken: Failure = { kind: 'lost', says: 'closed 1006' }

/** A connection that was not made. */
export const unreachable: Failure = { kind: 'lost', says: 'no connection' }

/** Returns the failure of a handshake that was answered with a status. */
export function answered(code: number, kind: FailureKind, leastMs?: number): Failure {
  return { kind, says: `handshake answered ${code}`, ...(leastMs && { leastMs }) }
}

/** Returns the same failure a number of times. */
export function times(count: number, failure: Failure): readonly Failure[] {
  return Array.from({ length: count }, () => failure)
}

/** Returns the trouble that answers with a status. */
export function status(code: number, retryAfterSeconds?: number): Trouble {
  return { kind: 'status', status: code, ...(retryAfterSeconds && { retryAfterSeconds }) }
}

/** Returns the close of a socket with a code. */
export function closed(sockets: SiteSockets, code: number, leastMs?: number): Fault {
  return {
    name: `close ${code}`,
    inject: () => sockets.hangUp(code, 'bye'),
    failures: [{ kind: 'lost', says: `closed ${code} bye`, ...(leastMs && { leastMs }) }],
  }
}

/** Returns the faults of an open socket that every site may have. */
export function socketFaults(
  sockets: SiteSockets,
  { frameMs, messageMs }: { readonly frameMs: number; readonly messageMs: number },
): readonly Fault[] {
  const silent: Failure = {
    kind: 'silent',
    says: `no frame for ${Math.round(frameMs / 1_000)} s`,
    notice: { afterMs: frameMs, since: 'frame' },
  }
  const stalled: Failure = {
    kind: 'silent',
    says: `live, but no message for ${messageMs / 1_000} s`,
    notice: { afterMs: messageMs, since: 'message', answered: true },
  }
  return [
    { name: 'FIN', inject: () => sockets.drop('fin'), failures: [broken] },
    { name: 'RST', inject: () => sockets.drop('rst'), failures: [broken], lossy: true },
    closed(sockets, 1000),
    closed(sockets, 1001, 2_000),
    closed(sockets, 1012, 3_000),
    closed(sockets, 1013, 5_000),
    { name: 'half-open', inject: () => sockets.freeze(), failures: [silent] },
    {
      name: 'soft block',
      inject: () => sockets.stall(true),
      failures: [stalled],
      heal: () => sockets.stall(false),
    },
    {
      name: 'garbage in the stream',
      inject: () => sockets.corrupt(Buffer.alloc(64, 0xff)),
      failures: [broken],
    },
  ]
}

/** Returns a fault of the next handshakes, which a lost connection causes. */
export function handshakeFault(
  sockets: SiteSockets,
  name: string,
  trouble: Trouble,
  failures: readonly Failure[],
): Fault {
  return {
    name: `handshake: ${name}`,
    inject: () => {
      sockets.barrier.trouble = trouble
      sockets.drop('fin')
    },
    failures: [broken, ...failures],
    heal: () => (sockets.barrier.trouble = undefined),
  }
}

/** Returns the handshake that is never answered. */
export function unansweredHandshake(sockets: SiteSockets): Fault {
  let hung = 0
  const begun = (): boolean => sockets.barrier.hung > hung
  const late: Failure = { ...unreachable, notice: { afterMs: 15_000, since: 'attempt', begun } }
  const fault = handshakeFault(sockets, 'no answer', { kind: 'hang' }, [late])
  return {
    ...fault,
    inject: () => {
      hung = sockets.barrier.hung
      fault.inject()
    },
  }
}

/** A site whose requests may fail. */
interface Requests {
  readonly barrier: Barrier
  /** The name of the faults. */
  readonly what: string
  /** Ends the connection so that the client sends the request again. */
  readonly renew: () => void
  /** The failures that {@link Requests.renew} causes. */
  readonly failures: readonly Failure[]
}

/** Returns a fault of the requests before a connection. */
export function requestFault(
  { barrier, what, renew, failures }: Requests,
  name: string,
  trouble: Trouble,
  more: readonly Failure[],
): Fault {
  return {
    name: `${what}: ${name}`,
    inject: () => {
      barrier.trouble = trouble
      renew()
    },
    failures: [...failures, ...more],
    heal: () => (barrier.trouble = undefined),
  }
}

/** A request that has no usable answer. */
export const failed: Failure = { kind: 'lost', says: 'a request failed' }

/** Returns the faults of requests that every site may have. */
export function requestFaults(requests: Requests): readonly Fault[] {
  const late: Failure = { ...failed, notice: { afterMs: 15_000, since: 'attempt' } }
  const fewer: Failure = { kind: 'risk', says: 'asks for fewer requests', leastMs: 20_000 }
  return [
    requestFault(requests, '500', status(500), times(3, failed)),
    requestFault(requests, '429', status(429, 20), [fewer]),
    requestFault(requests, 'cut', { kind: 'cut' }, times(2, failed)),
    requestFault(requests, 'no answer', { kind: 'hang' }, [late]),
  ]
}
