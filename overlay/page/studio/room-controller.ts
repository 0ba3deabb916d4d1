import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { closeCodes, type FeedEvent } from '../../../proto/feed/index.ts'
import type { Delivery, FeedClient } from '../../client/client.ts'
import { followStream } from '../../client/page.ts'
import type { FeedState } from '../../client/reduce.ts'
import { streamPath } from '../stream-path.ts'
import { api } from '../api.ts'
import type { ServerProblem } from '../../api/problem.ts'
import { type Beats, ratePerSecond, withBeats } from './rate.ts'

/** The reason why a room is not available: the server's answer, or that there is none. */
export type RoomTrouble =
  | { readonly kind: 'answer'; readonly problem: ServerProblem }
  | { readonly kind: 'silence' }

/** The number of events in the list of the studio. */
export const listedEvents = 50

const beatMs = 250 // looks live, and bounds the work however many events arrive

/** Subscribes to one room for an element, and updates it at most four times a second. */
export class RoomController implements ReactiveController {
  /** The events, newest first. */
  events: readonly FeedEvent[] = []
  /** The reason why there is no connection, as far as it is known. */
  trouble: RoomTrouble | undefined

  readonly #host: ReactiveControllerHost
  #client: FeedClient | undefined
  #leave: (() => void) | undefined
  #arrived: FeedEvent[] = [] // since the last update, newest first
  #beats: Beats = []
  #lastEventAt: number | undefined
  /** The lead of this page's clock over the server's, estimated from the arrival of events. */
  #aheadMs: number | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  /** The state of the room; undefined while none is open. */
  get state(): FeedState | undefined {
    return this.#client?.state.get()
  }

  /** Events per second. */
  get rate(): number {
    return ratePerSecond(this.#beats, Date.now())
  }

  /** Whole seconds since the last event; undefined if there was none. */
  get quietSeconds(): number | undefined {
    return this.#lastEventAt === undefined
      ? undefined
      : Math.floor((Date.now() - this.#lastEventAt) / 1_000)
  }

  /** Returns the whole seconds until a time on the server's clock; 0 once it has passed. */
  readonly secondsUntil = (at: number): number =>
    Math.max(0, Math.ceil((at + (this.#aheadMs ?? 0) - Date.now()) / 1_000))

  /** Unsubscribes from the previous room and subscribes to another. */
  listen(room: string): void {
    this.stop()
    const timer = setInterval(() => this.#beat(), beatMs)
    const stream = { src: streamPath(room) }
    const { client, leave } = followStream(stream, {
      event: (delivery) => this.#arrive(delivery),
      state: ({ status }) => {
        if (status.kind === 'open') this.trouble = undefined
        // The status line already shows that the room is switched off.
        const isOff = 'code' in status && status.code === closeCodes.roomOff
        if (isOff) this.trouble = undefined
        else if (status.kind === 'waiting') void this.#ask(room, client)
      },
    })
    this.#client = client
    this.#leave = () => {
      leave()
      clearInterval(timer)
    }
    if (client.state.get().status.kind === 'refused') client.retry()
    this.#host.requestUpdate()
  }

  /** Connects again at once. */
  retry(): void {
    this.trouble = undefined
    this.#client?.retry()
  }

  /** Unsubscribes from the room. */
  stop(): void {
    this.#leave?.()
    this.#leave = undefined
    this.#client = undefined
    this.events = []
    this.#lastEventAt = undefined
    this.trouble = undefined
    this.#arrived = []
    this.#beats = []
    this.#aheadMs = undefined
  }

  /** Unsubscribes when the element is removed. */
  hostDisconnected(): void {
    this.stop()
  }

  #arrive({ event, live }: Delivery): void {
    this.#arrived.unshift(event)
    if (!live) return
    const aheadMs = Date.now() - event.receivedAt
    this.#aheadMs = Math.min(aheadMs, this.#aheadMs ?? aheadMs) // the event with the shortest delay gives the best estimate
  }

  #beat(): void {
    const now = Date.now()
    const arrived = this.#arrived.splice(0)
    // Events of the relay about its source do not show that the room is active.
    const count = arrived.filter(({ type }) => type !== 'source').length
    this.#beats = withBeats(this.#beats, count, now)
    if (count > 0) this.#lastEventAt = now
    if (arrived.length > 0) this.events = [...arrived, ...this.events].slice(0, listedEvents)
    this.#host.requestUpdate()
  }

  /**
   * Requests the room over HTTP: a browser cannot read why a socket was not opened, but the answer
   * has the reason.
   */
  async #ask(room: string, client: FeedClient): Promise<void> {
    const trouble = await troubleWith(room)
    const open = client.state.get().status.kind === 'open'
    if (client === this.#client && !open) this.trouble = trouble
  }
}

async function troubleWith(room: string): Promise<RoomTrouble | undefined> {
  const answer = await api('GET /rooms/:id', { params: { id: room } })
  if (answer.kind === 'done') return undefined
  return answer.kind === 'silence' ? answer : { kind: 'answer', problem: answer.problem }
}
