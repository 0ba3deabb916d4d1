import { createSeenIds } from '../lib/seen-ids.ts'
import type { Connection, Heartbeat } from '../platform/connector.ts'
import type { Effect, LeftOut, Reading, WirePlatform } from '../platform/platform.ts'
import type { Failure } from '../upstream/machine/failure.ts'
import { guardedRead } from '../upstream/guarded-read.ts'
import { isLeftOut } from '../upstream/left-out.ts'
import { UpstreamSocket } from '../upstream/upstream-socket.ts'
import { type Network, networkFor } from '../upstream/network.ts'
import { type ObservedLimit, isObservedLimit } from '../upstream/machine/state.ts'
import type { Completeness } from './completeness.ts'
import { type Kinds, noKinds } from './report.ts'

/** The result of a probe of a socket. */
export interface ProbeSocket {
  /** `unanswered`: open, but the greeting was not answered; `rejected`: not open, or refused. */
  readonly handshake: 'accepted' | 'unanswered' | 'rejected'
  /** The reason why it is rejected, or did not stay open. */
  readonly failure?: Failure
  readonly frames: number
  readonly kinds: Kinds
  /** The limits that messages of the platform have shown. */
  readonly hides: readonly ObservedLimit[]
}

/** The dependencies of a probe. */
export interface ProbeSocketParts {
  readonly platform: WirePlatform
  readonly connection: Connection
  /** The index of the host to dial; the first if absent. */
  readonly host?: number
  readonly network: Network
  readonly listenMs: number
  readonly signal: AbortSignal
  /** The comparison with the published lines; absent if none is made. */
  readonly completeness?: Completeness
}

const rememberedMessages = 2000

/** Dials once, and listens as long as the socket is accepted. Never rejects. */
export function listen(parts: ProbeSocketParts): Promise<ProbeSocket> {
  return new Promise((resolve) => new Listening(parts, resolve))
}

class Listening {
  readonly #parts: ProbeSocketParts
  readonly #resolve: (result: ProbeSocket) => void
  readonly #socket: UpstreamSocket | undefined
  #result: ProbeSocket = { handshake: 'rejected', frames: 0, kinds: noKinds, hides: [] }
  #timers: (() => void)[] = []
  #over = false
  readonly #isNewMessage = createSeenIds(rememberedMessages)
  readonly #stop = (): void => this.#end()

  constructor(parts: ProbeSocketParts, resolve: (result: ProbeSocket) => void) {
    const { platform, connection, host = 0, network, signal } = parts
    const { clock, dial, budget } = networkFor(network, platform.name)
    this.#parts = parts
    this.#resolve = resolve
    signal.addEventListener('abort', this.#stop)
    this.#socket = new UpstreamSocket({
      clock,
      dial,
      budget,
      url: connection.urls[host] ?? connection.urls[0],
      headers: connection.headers,
      ...(connection.closings && { closings: connection.closings }),
      handlers: {
        connected: () => this.#greet(),
        frame: (bytes) => this.#receive(bytes),
        ended: (failure) => this.#end(failure),
      },
    })
    if (signal.aborted) this.#end()
  }

  #greet(): void {
    const { first, authTimeoutMs } = this.#parts.connection
    for (const bytes of first) this.#socket?.send(bytes)
    if (authTimeoutMs === undefined) return this.#open()
    this.#result = { ...this.#result, handshake: 'unanswered' }
    this.#after(authTimeoutMs, () => this.#end())
  }

  #open(): void {
    const { connection, listenMs, completeness } = this.#parts
    if (this.#result.handshake === 'accepted') return // already reported
    this.#result = { ...this.#result, handshake: 'accepted' }
    this.#cancel()
    completeness?.opened()
    this.#after(listenMs, () => this.#end())
    if (connection.heartbeat) this.#beat(connection.heartbeat)
  }

  #beat(heartbeat: Heartbeat): void {
    this.#socket?.send(heartbeat.bytes)
    this.#after(heartbeat.everyMs, () => this.#beat(heartbeat))
  }

  #receive(bytes: Uint8Array): void {
    const { platform, connection, network, completeness } = this.#parts
    const { roomContext } = connection
    const { clock, tools: given } = network
    const isNewMessage = this.#isNewMessage
    const tools = { now: clock.now, ...given, ...(roomContext && { roomContext }), isNewMessage }
    const reading = guardedRead(platform, bytes, tools)
    for (const draft of reading.drafts) completeness?.addReceived(draft)
    const { frames, kinds } = this.#result
    this.#result = { ...this.#result, frames: frames + 1, kinds: tally(kinds, reading) }
    for (const effect of reading.effects) if (!isLeftOut(effect)) this.#follow(effect)
  }

  #noteLimit(what: ObservedLimit): void {
    const { hides } = this.#result
    if (!hides.includes(what)) this.#result = { ...this.#result, hides: [...hides, what] }
  }

  #follow(effect: Exclude<Effect, LeftOut>): void {
    if (isObservedLimit(effect)) return this.#noteLimit(effect.kind)
    switch (effect.kind) {
      case 'authenticated':
        return this.#open()
      case 'refused': {
        const reason = `refused with ${effect.code} ${effect.reason}`.slice(0, 120)
        this.#result = { ...this.#result, handshake: 'rejected' }
        return this.#end({ kind: 'refused', reason })
      }
      case 'reply':
        return this.#socket?.send(effect.bytes)
      case 'ended':
        return this.#end({ kind: 'lost', reason: effect.reason })
      case 'heartbeat-reply':
      case 'heartbeat-interval':
      case 'heartbeat-frame':
      case 'cursor':
      case 'closing':
        return
    }
  }

  #end(failure?: Failure): void {
    if (this.#over) return
    this.#over = true
    this.#parts.signal.removeEventListener('abort', this.#stop)
    this.#cancel()
    this.#socket?.close()
    const { handshake } = this.#result
    // A socket that is closed during the greeting was refused.
    const rejected =
      handshake === 'unanswered' && failure !== undefined ? { handshake: 'rejected' as const } : {}
    this.#resolve({ ...this.#result, ...rejected, ...(failure && { failure }) })
  }

  #after(delayMs: number, call: () => void): void {
    const timer = this.#parts.network.clock.after(delayMs, call)
    this.#timers.push(() => timer.cancel())
  }

  #cancel(): void {
    for (const cancel of this.#timers.splice(0)) cancel()
  }
}

function tally(kinds: Kinds, { drafts, events = [], raws, effects, faults }: Reading): Kinds {
  const leftOut = effects.flatMap((effect) => (effect.kind === 'ignored' ? [effect.method] : []))
  return {
    events: counted(
      kinds.events,
      [...drafts, ...events].map(({ type }) => type),
    ),
    unknown: counted(
      kinds.unknown,
      raws.map(({ method }) => method),
    ),
    leftOut: counted(kinds.leftOut, leftOut),
    faults: counted(
      kinds.faults,
      faults.map(({ kind }) => kind),
    ),
  }
}

// Names come from received messages: their number may be endless.
const mostNames = 100

function counted(
  before: Readonly<Record<string, number>>,
  names: readonly string[],
): Readonly<Record<string, number>> {
  if (names.length === 0) return before
  const after = new Map(Object.entries(before))
  for (const name of names) {
    if (after.has(name) || after.size < mostNames) after.set(name, (after.get(name) ?? 0) + 1)
  }
  return Object.fromEntries(after)
}
