import type { Ledger } from './ledger.ts'

/** A message to send, with the id that all its deliveries share. */
export interface SentMessage {
  readonly id: string
  readonly message: object
}

/** The parts of {@link Deliveries}. */
export interface DeliveriesParts {
  /** The time in which the client has to acknowledge a message, milliseconds. */
  readonly acknowledgeMs: number
  readonly send: (messages: readonly object[]) => void
  readonly ledger: Ledger
}

/** The number of deliveries to a client that does not acknowledge a message. */
export const mostDeliveries = 5

interface Awaited {
  readonly sent: SentMessage
  times: number
}

/** Delivers messages to a client that acknowledges them; repeats a message without an answer. */
export class Deliveries {
  readonly #parts: DeliveriesParts
  /** The messages without an answer, in order of their first delivery. */
  readonly #awaited = new Map<string, Awaited>()
  /** The `p_msg_type` of the last delivery of each message, by id. */
  readonly #types = new Map<string, 0 | 1>()
  #timer: NodeJS.Timeout | undefined
  #failed = false

  constructor(parts: DeliveriesParts) {
    this.#parts = parts
  }

  /** True once a message was delivered five times in vain: then the client gets no more chat. */
  get failed(): boolean {
    return this.#failed
  }

  /** Returns the messages with their delivery fields, and waits for the acknowledgements. */
  stamped(sent: readonly SentMessage[], again: boolean): readonly object[] {
    if (again) this.#parts.ledger.count('redelivered')
    return sent.map((one) => {
      const times = (this.#awaited.get(one.id)?.times ?? 0) + 1
      this.#awaited.set(one.id, { sent: one, times })
      this.#types.set(one.id, again ? 1 : 0)
      this.#timer ??= setTimeout(() => this.#repeat(), this.#parts.acknowledgeMs)
      const { id, message } = one
      return { ...message, p_is_ack: true, p_msg_type: again ? 1 : 0, msg_id: id, send_time: 1 }
    })
  }

  /** Reads an acknowledgement. @returns its error; undefined if it is correct. */
  acknowledge(body: Buffer): string | undefined {
    const said = JSON.parse(body.toString()) as Readonly<Record<string, unknown>>
    const fields = Object.keys(said).toSorted().join()
    if (fields !== 'cmd,msg_id,p_msg_type') return `an acknowledgement of ${fields}`
    const id = String(said['msg_id'])
    const awaited = this.#awaited.get(id)
    const type = this.#types.get(id)
    if (type === undefined) return 'an acknowledgement of nothing'
    if (said['p_msg_type'] !== 0 && said['p_msg_type'] !== type) return 'an unknown p_msg_type'
    if (awaited && said['cmd'] !== Reflect.get(awaited.sent.message, 'cmd')) return 'another cmd'
    this.#awaited.delete(id)
    this.#parts.ledger.count('ack')
    return undefined
  }

  /** Stops waiting for acknowledgements. Idempotent. */
  close(): void {
    clearTimeout(this.#timer)
    this.#awaited.clear()
  }

  #repeat(): void {
    this.#timer = undefined
    const late = [...this.#awaited.values()]
    for (const { sent, times } of late) {
      if (times < mostDeliveries) continue
      this.#awaited.delete(sent.id)
      this.#failed = true
      this.#parts.ledger.refuse('no acknowledgement')
    }
    const again = late.filter(({ times }) => times < mostDeliveries).map(({ sent }) => sent)
    if (again.length > 0) this.#parts.send(this.stamped(again, true))
  }
}
