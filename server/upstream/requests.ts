import type { Connection, Connector, ConnectorIo } from '../platform/connector.ts'
import type { WirePlatform } from '../platform/platform.ts'
import { beginRequest, type RequestStep } from './machine/request.ts'
import type { ConnectPermit } from './connect-limiter.ts'
import { type Failure, failureOf } from './machine/failure.ts'
import { connectorIo, type Network, type Report } from './network.ts'
import type { Action, Input, Request } from './machine/state.ts'

/** A platform with a connector. */
export type ConnectedPlatform = WirePlatform & { readonly connect: Connector }

/** The dependencies of requests. */
export interface RequestsParts {
  readonly platform: ConnectedPlatform
  readonly ref: string
  readonly network: Network
  readonly report: Report
  readonly cookie?: () => Promise<string | undefined>
  /** Receives the answer to each request, exactly one unless all were closed before. */
  readonly take: (input: Input) => void
}

/** An action that is a request. */
export type Question = Extract<Action, { readonly do: Request }>

const questions: ReadonlySet<Action['do']> = new Set(['resolve', 'open', 'poll', 'keep-alive'])

/** Returns true if an action is a request to the site. */
export function isQuestion(action: Action): action is Question {
  return questions.has(action.do)
}

const askLimitMs = 15_000
const endLimitMs = 3_000

/** The requests of one source to its site, within time limits and the connect limiter. */
export class Requests {
  readonly #parts: RequestsParts
  readonly #asked = new Set<RequestStep>()
  #pass: ConnectPermit | undefined
  #ended: Promise<unknown> = Promise.resolve()

  constructor(parts: RequestsParts) {
    this.#parts = parts
  }

  /** Makes a request; one that begins a connection waits for a permit of the connect limiter. */
  send(question: Question): void {
    if (question.do === 'poll' || question.do === 'keep-alive') this.#ask(question)
    else this.#admit(question)
  }

  /** Makes a request for which no phase waits; reports a failure and does nothing else. */
  sideRequest<T>(call: (io: ConnectorIo) => Promise<T>, answered: (answer: T) => void): void {
    const { network, report } = this.#parts
    const asked = beginRequest({
      clock: network.clock,
      limitMs: askLimitMs,
      call: (signal) => this.#withIo(signal, call),
      answered,
      failed: (cause) => report.sideRequestFailed?.(failureOf(cause)),
    })
    this.#expect(asked)
  }

  /** Notifies the site that a connection is not needed any more. */
  end({ end }: Connection): void {
    if (!end) return
    const { network, report } = this.#parts
    const { done } = beginRequest({
      clock: network.clock,
      limitMs: endLimitMs,
      call: (signal) => this.#withIo(signal, end),
      answered: () => undefined,
      failed: (cause) => report.failure(failureOf(cause), cause),
    })
    this.#ended = Promise.all([this.#ended, done])
  }

  /** Stops all requests; resolves when every site has been notified. Idempotent. */
  async close(): Promise<void> {
    this.#pass?.leave()
    for (const asked of this.#asked) asked.abort()
    await this.#ended
  }

  #admit(question: Question): void {
    const { network, platform, take } = this.#parts
    const pass = network.budget.enter(platform.name, () => this.#ask(question, () => pass?.leave()))
    this.#pass = pass
    if (pass) return
    const failure: Failure = { kind: 'crowded', reason: 'too many sources connect at once' }
    take({ on: 'failed', generation: question.generation, request: question.do, failure })
  }

  #ask(question: Question, settled?: () => void): void {
    const { network, report, take } = this.#parts
    const { generation, do: request } = question
    const asked = beginRequest({
      clock: network.clock,
      limitMs: askLimitMs,
      call: (signal) => this.#withIo(signal, (io) => this.#call(question, io)),
      answered: take,
      failed: (cause) => {
        const failure = failureOf(cause)
        report.failure(failure, cause)
        take({ on: 'failed', generation, request, failure })
      },
    })
    this.#expect(asked, settled)
  }

  #expect(asked: RequestStep, settled?: () => void): void {
    this.#asked.add(asked)
    void asked.done.finally(() => {
      this.#asked.delete(asked)
      settled?.()
    })
  }

  async #call(question: Question, io: ConnectorIo): Promise<Input> {
    const { ref, platform } = this.#parts
    const { connect } = platform
    const { generation } = question
    switch (question.do) {
      case 'resolve':
        return { on: 'resolved', generation, ticket: await connect.resolve(ref, io) }
      case 'open': {
        await this.#ended // some sites count the old connection against the new one
        const { cursor, refusals, ticket } = question
        const connection = await connect.open(ticket, { ...io, refusals }, cursor)
        return { on: 'opened', generation, connection }
      }
      case 'poll': {
        const live = await connect.poll?.(question.ticket, io)
        return { on: 'polled', generation, live: live ?? { state: 'unknown' } }
      }
      case 'keep-alive':
        await question.connection.keepAlive?.send(io)
        return { on: 'kept', generation }
    }
  }

  #withIo<T>(signal: AbortSignal, use: (io: ConnectorIo) => Promise<T>): Promise<T> {
    const { cookie, network, platform } = this.#parts
    const useAs = (text?: string): Promise<T> =>
      use(connectorIo(network, platform.name, { cookie: text, signal }))
    return cookie ? cookie().then(useAs) : useAs()
  }
}
