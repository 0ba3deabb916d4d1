import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { closeCodes, type HelloFrame } from '../../../proto/feed/index.ts'
import { until } from '../../kit/wait.ts'

/** One subscriber of a witness, which resumes from its position as long as there is a server. */
export interface Watching {
  /** The first hello frame. */
  readonly hello: HelloFrame
  /** Resolves when a position was received. @throws if the server ends before. */
  readonly until: (seq: number) => Promise<void>
  /** Resolves when the server has ended, and everything it sent was read. */
  readonly closed: Promise<void>
  /** Disconnects, and resolves as `closed` does. */
  readonly close: () => Promise<void>
}

// Enough to find a cause.
const maxFaults = 20
const retryMs = 50

/**
 * Stores the events that any subscriber of a room received, over all runs of its server, and
 * records every contradiction: another epoch, a position or an id with another content, a gap. Its
 * streams are its own: many of them share one record, and a refusal tells it if the server has ended.
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

  /** The first contradictions. */
  get faults(): readonly string[] {
    return this.#faults
  }

  get epoch(): string {
    return this.#epoch ?? ''
  }

  /** The highest position that any subscriber received. */
  get head(): number {
    return Math.max(0, this.#lines.length - 1)
  }

  /** Returns the received event at a position; undefined if no subscriber received it. */
  line(seq: number): string | undefined {
    return this.#lines[seq]
  }

  /** Subscribes after a position, or to new events. @throws if there is no server. */
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

  /** Resumes whenever the stream ends, until no server answers: slow readers are disconnected. */
  async #stay(url: string, reader: Reader, first: Stream): Promise<void> {
    let stream: Stream | undefined = first
    while (stream) {
      await stream.closed
      stream = reader.left
        ? undefined
        : await this.#come(url, reader, reader.seen).catch(() => undefined) // the server has ended
    }
    reader.end()
  }

  /** Opens a stream as soon as the server is ready. */
  async #come(url: string, reader: Reader, after?: number): Promise<Stream> {
    const since = after === undefined ? '' : `?since=${this.epoch}:${after}`
    const address = `${url.replace('http', 'ws')}/rooms/${this.#room}/stream${since}`
    for (;;) {
      const stream = await this.#open(address, reader).catch(passingError)
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

  /** Opens a stream. @returns undefined if the server reports that it is not ready. */
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

/** Returns for an error of a busy server, such as a reset; the server has ended if it is another. */
function passingError(error: unknown): undefined {
  const { code, message } = error as NodeJS.ErrnoException // what ws reports
  if (code === 'ECONNREFUSED' || message.startsWith('closed with')) throw error
}

/** The position of one subscriber over all its streams. */
class Reader {
  seen = 0
  left = false
  leave = (): void => undefined
  #over = false

  see(seq: number): void {
    this.seen = seq
  }

  end(): void {
    this.#over = true
  }

  async until(seq: number): Promise<void> {
    const withinMs = Number.POSITIVE_INFINITY // the bounds of the tests are the only ones
    await until(() => this.#over || this.seen >= seq, { withinMs })
    if (this.seen < seq) throw new Error(`the server is gone at ${this.seen}, before ${seq}`)
  }
}

interface ShownEvent {
  readonly frame?: undefined
  readonly seq: number
  readonly id: string
}

/** A frame in the form that a witness reads. */
type Shown = ShownEvent | HelloFrame | { readonly frame: 'gap' | 'skip' | 'head' }
