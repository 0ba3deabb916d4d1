import type { Timer } from '../lib/time/clock.ts'
import { guardedClock } from '../lib/time/guarded-clock.ts'
import { createSeenIds } from '../lib/seen-ids.ts'
import type {
  Fault,
  FaultKind,
  LeftOut,
  Reading,
  ReadContext,
  RoomContext,
} from '../platform/platform.ts'
import { connectionOf } from './machine/transitions.ts'
import type { StoredCursor } from './cursor-store.ts'
import type { PublishedWatch } from './completeness/published.ts'
import { isOnAir, openSocketOf, watchPublished } from './completeness/watch.ts'
import type { Failure } from './machine/failure.ts'
import { createPipeline, type Pipeline, type EventSink } from '../pipeline/pipeline.ts'
import { isLeftOut } from './left-out.ts'
import { UpstreamSocket } from './upstream-socket.ts'
import {
  createSilenceDetector,
  type Loss,
  type SilenceDetector,
} from '../pipeline/silence-detector.ts'
import { step } from './machine/machine.ts'
import { type Network, type Report, networkFor } from './network.ts'
import { type ConnectedPlatform, isQuestion, Requests } from './requests.ts'
import { type Action, idleState, type Input, type State, type TimerName } from './machine/state.ts'
import { notingRisk } from './risk-pause.ts'

/** A running source. */
export interface Session {
  /** Stops it permanently; resolves when the site was notified. Idempotent. */
  readonly close: () => Promise<void>
}

/** The dependencies of a session. */
export interface SessionParts {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly sink: EventSink
  readonly network: Network
  readonly report: Report
  /** Returns the operator's cookie for the site, before each request; absent for guests. */
  readonly cookie?: () => Promise<string | undefined>
  /** The cursor of an earlier run of this source; only used if cursors last. */
  readonly bookmark?: StoredCursor
}

// A repeated message arrives within seconds, also after a reconnect.
const rememberedMessages = 2000

/** Keeps one source connected: carries out the actions of the machine, and gives it the inputs. */
export class SourceSession implements Session {
  readonly #parts: SessionParts
  readonly #pipeline: Pipeline
  readonly #requests: Requests
  readonly #timers = new Map<TimerName, Timer>()
  readonly #sampled = new Set<FaultKind>()
  readonly #inputs: Input[] = []
  readonly #losses: SilenceDetector
  readonly #published: PublishedWatch | undefined
  readonly #bookmark: StoredCursor | undefined
  #state: State
  #busy = false
  readonly #isNewMessage = createSeenIds(rememberedMessages)
  #tools: ReadContext
  #socket: UpstreamSocket | undefined

  /** Starts at once. */
  constructor(parts: SessionParts) {
    const { platform, sink } = parts
    const reached = networkFor(parts.network, platform.name)
    const countThrown = (cause: unknown): void => this.#countThrown('timer', cause)
    const network = { ...reached, clock: guardedClock(reached.clock, countThrown) }
    const { listens, poll, unofficial, lasting } = platform.connect
    const take = (input: Input): void => this.#take(input)
    const report = notingRisk(parts.report, network, platform.name)
    this.#parts = { ...parts, network, report }
    this.#tools = this.#toolsAt(undefined)
    this.#losses = createSilenceDetector(platform.siblingOf)
    this.#pipeline = createPipeline(network.clock, sink)
    this.#requests = new Requests({ ...this.#parts, take })
    this.#published = watchPublished({
      platform,
      network,
      // A message read outside of the stream must not make the same message of the stream a repeat.
      tools: () => ({ ...this.#tools, isNewMessage: () => true }),
      request: (call, answered) => this.#requests.sideRequest(call, answered),
      measured: (coverage) =>
        this.#guard('measured', () => sink.publish({ type: 'stats', coverage })),
      sampled: (sampled) => {
        const { generation } = this.#state.memory
        this.#take({ on: 'measured', generation, sampled })
      },
      displayed: (draft) => this.#guard(draft.type, () => this.#pipeline.accept(draft)),
    })
    const traits = { listens, polls: poll !== undefined }
    this.#bookmark = lasting ? parts.bookmark : undefined
    const resumed = this.#bookmark?.read()
    this.#state = idleState(unofficial ? { ...traits, unofficial } : traits, resumed)
    this.#take({ on: 'start' })
  }

  async close(): Promise<void> {
    this.#bookmark?.delete() // the next start has no cursor
    this.#published?.close()
    this.#pipeline.close() // the waiting drafts belong before the end
    this.#take({ on: 'stop' })
    await this.#requests.close()
  }

  /** Makes the next attempt now, if the session waits before one. */
  retry(): void {
    this.#take({ on: 'due', generation: this.#state.memory.generation, timer: 'retry' })
  }

  /** Applies inputs one by one, each with all its consequences. */
  #take(input: Input): void {
    this.#inputs.push(input)
    if (this.#busy) return
    this.#busy = true
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        const due = next
        this.#guard(due.on, () => this.#step(due))
      }
    } finally {
      this.#busy = false
    }
  }

  #step(input: Input): void {
    const { clock, random } = this.#parts.network
    const [state, actions] = step(this.#state, input, { at: clock.now(), jitter: random() })
    const { cursor } = state.memory
    if (cursor && cursor !== this.#state.memory.cursor) this.#bookmark?.save(cursor)
    const isEntered = state.phase.name !== this.#state.phase.name
    this.#state = state
    for (const action of actions) this.#act(action)
    this.#published?.follow(openSocketOf(state))
    if (isEntered) this.#parts.report.phase?.(state.phase)
  }

  #act(action: Action): void {
    if (isQuestion(action)) return this.#requests.send(action)
    switch (action.do) {
      case 'end':
        return this.#requests.end(action.connection)
      case 'dial':
        return this.#dial(action)
      case 'send':
        return this.#socket?.send(action.bytes)
      case 'hang-up':
        return this.#socket?.close()
      case 'set-timer':
        return this.#setTimer(action)
      case 'clear-timers':
        return this.#clearTimers(action.timers)
      case 'publish':
        return this.#parts.sink.publish(action.draft)
    }
  }

  #dial({ generation, ...address }: Extract<Action, { readonly do: 'dial' }>): void {
    const { clock, dial, budget } = this.#parts.network
    const roomContext = connectionOf(this.#state.phase)?.connection.roomContext
    this.#tools = this.#toolsAt(roomContext)
    const handlers = {
      connected: () => this.#take({ on: 'connected', generation }),
      frame: (bytes: Uint8Array) => this.#receive(generation, bytes),
      ended: (failure: Failure) => {
        this.#parts.report.failure(failure)
        this.#take({ on: 'disconnected', generation, failure })
      },
    }
    this.#socket = new UpstreamSocket({ clock, dial, budget, ...address, handlers })
  }

  #toolsAt(roomContext: RoomContext | undefined): ReadContext {
    const { clock, tools } = this.#parts.network
    const isNewMessage = this.#isNewMessage
    return { now: clock.now, ...tools, ...(roomContext && { roomContext }), isNewMessage }
  }

  #setTimer({ timer, generation, delayMs }: Extract<Action, { readonly do: 'set-timer' }>): void {
    this.#timers.get(timer)?.cancel()
    const due = (): void => this.#take({ on: 'due', generation, timer })
    this.#timers.set(timer, this.#parts.network.clock.after(delayMs, due))
  }

  #clearTimers(names: readonly TimerName[]): void {
    for (const name of names) {
      this.#timers.get(name)?.cancel()
      this.#timers.delete(name)
    }
  }

  /**
   * Publishes the events of a frame before it applies the effects, so that the last events come
   * before the end. An item that throws is dropped and counted: received bytes never end the
   * process.
   */
  #receive(generation: number, bytes: Uint8Array): void {
    const { sink, report, platform } = this.#parts
    const reading = guardedRead(platform, bytes, this.#tools)
    this.#guard('reading', () => report.reading?.(reading, bytes, this.#tools.roomContext))
    const { drafts, events = [], raws, effects, faults } = reading
    for (const fault of faults) this.#count(fault)
    for (const draft of drafts) {
      this.#guard(draft.type, () => {
        this.#published?.addReceived(draft)
        this.#pipeline.accept(draft)
      })
    }
    for (const event of events) this.#guard(event.type, () => sink.publish(event))
    for (const raw of raws) this.#guard('raw', () => sink.publishRaw(raw))
    const leftOut = effects.filter(isLeftOut)
    if (leftOut.length > 0) this.#countLeftOut(leftOut)
    const messages = drafts.length + events.length + raws.length + leftOut.length
    const room = drafts.findLast((draft) => draft.type === 'room')
    this.#take({ on: 'read', generation, messages, ...(room ? { room } : {}), effects })
    this.#guard('losses', () => this.#watchLosses({ drafts, raws }))
  }

  #guard(what: string, pass: () => void): void {
    try {
      pass()
    } catch (cause) {
      this.#countThrown(what, cause)
    }
  }

  #countThrown(what: string, cause: unknown): void {
    const why = cause instanceof Error ? cause.name : 'not an error'
    this.#count({ kind: 'unexpected', method: what, detail: `could not be passed on: ${why}` })
  }

  /** Reports losses without a failure, too; none for a room that is not live. */
  #watchLosses(reading: Pick<Reading, 'drafts' | 'raws'>): void {
    const now = this.#parts.network.clock.now()
    if (this.#state.phase.name !== 'live') return
    if (reading.raws.length > 0) this.#reportLosses(this.#losses.checkSiblings(reading.raws, now))
    if (!isOnAir(this.#state)) return this.#losses.forget()
    this.#reportLosses(this.#losses.observe(reading, now))
  }

  #reportLosses(losses: readonly Loss[]): void {
    const { sink, report } = this.#parts
    for (const loss of losses) {
      report.loss?.(loss)
      const { kind: code, name: text, count } = loss
      sink.publish({ type: 'notice', code, level: 'warning', text, count })
    }
  }

  #countLeftOut(messages: readonly LeftOut[]): void {
    const { report } = this.#parts
    const repeated = messages.filter(({ kind }) => kind === 'redelivered').length
    if (repeated > 0) report.redelivered?.(repeated)
    if (repeated < messages.length) report.leftOut?.(messages.length - repeated)
  }

  #count(fault: Fault): void {
    const { report } = this.#parts
    report.fault(fault.kind)
    if (this.#sampled.has(fault.kind)) return
    this.#sampled.add(fault.kind)
    report.sample(fault)
  }
}

/**
 * Reads a frame. A codec never throws; an exception all the same costs its own frame and no other.
 */
function guardedRead({ read }: ConnectedPlatform, frame: Uint8Array, tools: ReadContext): Reading {
  try {
    return read(frame, tools)
  } catch (cause) {
    const detail = `the codec threw: ${cause instanceof Error ? cause.message : 'not an error'}`
    return { drafts: [], raws: [], effects: [], faults: [{ kind: 'unexpected', detail }] }
  }
}
