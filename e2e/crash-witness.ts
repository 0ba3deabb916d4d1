import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type HelloFrame } from '../proto/feed/index.ts'

/** One subscriber of a witness, who comes back with their position as long as there is a server. */
export interface Watching {
  /** How they were greeted first. */
  readonly hello: HelloFrame
  /** Resolves when they were shown a position, or more. @throws if the server is gone before. */
  readonly until: (seq: number) => Promise<void>
  /** Resolves when the server is gone, and everything that it sent has been seen. */
  readonly closed: Promise<void>
  /** Leaves, and resolves as `closed` does. */
  readonly close: () => Promise<void>
}

// Enough to see what went wrong.
const maxFaults = 20
const retryMs = 50

/**
 * Remembers what any subscriber of a room was shown, over all lives of its server, and notes
 * whatever contradicts it: another epoch, a position or an id that means something else, a hole.
 */
export class Witness {
  readonly #room: string
  readonly #lines: string[] = [] // by position
  readonly #places = new Map<string, number>() // by id
  readonly #faults: string[] = []
  #epoch: string | undefined

  constructor(room: string) {
    this.#room = room
  }

  /** Contradictions, the first ones. */
  get faults(): readonly string[] {
    return this.#faults
  }

  get epoch(): string {
    return this.#epoch ?? ''
  }

  /** Highest position that anybody was shown. */
  get head(): number {
    return Math.max(0, this.#lines.length - 1)
  }

  /** The event at a position, as it was shown; undefined if nobody was shown it. */
  line(seq: number): string | undefined {
    return this.#lines[seq]
  }

  /** Subscribes after a position, or to what is new. @throws if there is no server. */
  async watch(url: string, after?: number): Promise<Watching> {
    const reader = new Reader()
    const first = await this.#come(url, reader, after)
    const closed = this.#stay(url, reader, first)
    return {
      hello: first.hello,
      until: (seq) => reader.until(seq),
      closed,
      close: () => {
        reader.leave()
        return closed
      },
    }
  }

  /** Comes back whenever the stream ends, until nobody answers: whoever lags is sent away. */
  async #stay(url: string, reader: Reader, first: Stream): Promise<void> {
    let stream: Stream | undefined = first
    while (stream) {
      await stream.closed
      stream = reader.left
        ? undefined
        : await this.#come(url, reader, reader.seen).catch(() => undefined) // the server is gone
    }
    reader.end()
  }

  /** Opens a stream, as soon as the server is ready. */
  async #come(url: string, reader: Reader, after?: number): Promise<Stream> {
    const since = after === undefined ? '' : `?since=${this.epoch}:${after}`
    const address = `${url.replace('http', 'ws')}/rooms/${this.#room}/stream${since}`
    for (;;) {
      const stream = await this.#open(address, reader)
      if (stream) {
        const { seq, resumed } = stream.hello
        if (after !== undefined && (seq !== after || !resumed)) {
          this.#fault(`asked for what follows ${after}, got what follows ${seq}`)
        }
        return stream
      }
      await pause(retryMs)
    }
  }

  /** @returns undefined if the server says that it is not ready. */
  #open(address: string, reader: Reader): Promise<Stream | undefined> {
    const socket = new WebSocket(address)
    reader.leave = () => {
      reader.left = true
      socket.terminate()
    }
    return new Promise((resolve, reject) => {
      const closed = new Promise<void>((settle) => socket.once('close', () => settle()))
      socket.on('message', (data: Buffer) => {
        const text = data.toString()
        const frame = JSON.parse(text) as Shown
        if (frame.frame === 'hello') {
          this.#greet(frame)
          reader.see(frame.seq)
          resolve({ hello: frame, closed })
        } else if (frame.frame !== undefined) this.#fault(`a ${frame.frame} frame: ${text}`)
        else {
          this.#see(frame, text, reader.seen)
          reader.see(frame.seq)
        }
      })
      socket.once('error', reject)
      socket.once('close', (code, reason) => {
        if (code === closeCodes.tryLater) resolve(undefined)
        else reject(new Error(`closed with ${code} ${String(reason)}`))
      })
    })
  }

  #greet({ epoch }: HelloFrame): void {
    this.#epoch ??= epoch
    if (epoch !== this.#epoch) this.#fault(`epoch ${epoch} after ${this.#epoch}`)
  }

  #see({ seq, id }: ShownEvent, line: string, before: number): void {
    if (seq !== before + 1) this.#fault(`${seq} follows ${before}`)
    const known = this.#lines[seq]
    if (known === undefined) this.#lines[seq] = line
    else if (known !== line) this.#fault(`${seq} was ${known}, is ${line}`)
    const place = this.#places.get(id)
    if (place === undefined) this.#places.set(id, seq)
    else if (place !== seq) this.#fault(`${id} is at ${place} and at ${seq}`)
  }

  #fault(text: string): void {
    if (this.#faults.length < maxFaults) this.#faults.push(text)
  }
}

interface Stream {
  readonly hello: HelloFrame
  readonly closed: Promise<void>
}

/** How far one subscriber has read, over all their streams. */
class Reader {
  seen = 0
  left = false
  leave = (): void => undefined
  readonly #waiting = new Set<() => void>()
  #over = false

  see(seq: number): void {
    this.seen = seq
    for (const look of this.#waiting) look()
  }

  end(): void {
    this.#over = true
    for (const look of this.#waiting) look()
  }

  until(seq: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.seen < seq && !this.#over) return
        this.#waiting.delete(look)
        if (this.seen >= seq) resolve()
        else reject(new Error(`the server is gone at ${this.seen}, before ${seq}`))
      }
      this.#waiting.add(look)
      look()
    })
  }
}

interface ShownEvent {
  readonly frame?: undefined
  readonly seq: number
  readonly id: string
}

/** What comes over the socket, as far as a witness looks at it. */
type Shown = ShownEvent | HelloFrame | { readonly frame: 'gap' | 'skip' | 'head' }
