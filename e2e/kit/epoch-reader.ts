import { setTimeout as pause } from 'node:timers/promises'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import type { FeedEvent, GapFrame, HelloFrame } from '../../proto/feed/index.ts'

/** A reader of a room over several epochs and streams, that knows each line by its position. */
export interface EpochReader {
  /** Every line that was received, by `<epoch>:<seq>`. */
  readonly lines: ReadonlyMap<string, string>
  /** The same lines as events, in the order in which they came. */
  readonly events: readonly FeedEvent[]
  readonly gaps: readonly GapFrame[]
  /** The newest epoch that the server named. */
  readonly epoch: () => string
  /** Stops reading. */
  readonly close: () => void
}

type Received = FeedEvent | GapFrame | HelloFrame

const retryMs = 50
const greetingMs = 30_000

/** Reads a room from its newest position on, and resumes by position whenever a stream ends. */
export async function readEpochs(url: string, room: string): Promise<EpochReader> {
  const address = `${url.replace('http', 'ws')}/rooms/${room}/stream`
  const lines = new Map<string, string>()
  const events: FeedEvent[] = []
  const gaps: GapFrame[] = []
  const place = { epoch: '', seq: 0 }
  const stop = new AbortController()
  const receive = (text: string): void => {
    const received = JSON.parse(text) as Received // of a server of ours
    if (!('frame' in received)) {
      place.seq = received.seq
      lines.set(`${place.epoch}:${place.seq}`, text)
      events.push(received)
      return
    }
    if (received.frame === 'gap') gaps.push(received)
    place.seq = received.frame === 'gap' ? received.to : received.seq
    place.epoch = received.epoch ?? place.epoch
  }
  const read = async (): Promise<void> => {
    const { epoch, seq } = place
    const socket = new WebSocket(epoch === '' ? address : `${address}?since=${epoch}:${seq}`)
    const terminate = (): void => socket.terminate()
    stop.signal.addEventListener('abort', terminate)
    socket.on('message', (data: Buffer) => receive(data.toString()))
    socket.on('error', () => undefined) // a refused stream is closed too
    await new Promise((resolve) => socket.once('close', resolve))
    stop.signal.removeEventListener('abort', terminate)
  }
  const readOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await read()
      await pause(retryMs)
    }
  }
  void readOn()
  await vi.waitUntil(() => place.epoch !== '', { timeout: greetingMs, interval: retryMs })
  return { lines, events, gaps, epoch: () => place.epoch, close: () => stop.abort() }
}
