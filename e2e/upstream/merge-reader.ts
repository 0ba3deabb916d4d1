import { once } from 'node:events'
import { type RawData, WebSocket } from 'ws'
import type { FeedEvent, FeedFrame } from '../../proto/feed/index.ts'

/** A subscriber that resumes from its position, as the protocol requires. */
export interface Reader {
  /** All events in order, over all of its connections. */
  readonly events: readonly FeedEvent[]
  /** The control frames after each hello; none if nothing is missing. */
  readonly warnings: readonly FeedFrame[]
  /** The errors of hello frames. */
  readonly wrongs: readonly string[]
  /** Resolves once its events match; rejects if its socket ends before. */
  readonly until: (isSo: (reader: Reader) => boolean) => Promise<void>
  /**
   * Connects or reconnects; with a count it reads that many events more and ends the connection at
   * the last one, in the middle of whatever arrived with it.
   */
  readonly read: (count?: number) => Promise<void>
}

/** Makes a reader of a room from its first event on, not connected yet. */
export async function readerFromStart(address: string): Promise<Reader> {
  const epoch = await epochOf(address)
  const events: FeedEvent[] = []
  const warnings: FeedFrame[] = []
  const wrongs: string[] = []
  const waiting = new Set<() => void>()
  let lose: (why: Error) => void
  const lost = new Promise<never>((_, reject) => (lose = reject))
  lost.catch(() => undefined) // a waiting caller gets the error

  const take = (message: FeedEvent | FeedFrame): void => {
    if (!('frame' in message)) events.push(message)
    else if (message.frame !== 'hello') warnings.push(message)
    else if (!message.resumed || message.seq !== events.length || message.epoch !== epoch) {
      wrongs.push(`hello at ${events.length}: ${message.epoch}:${message.seq} ${message.resumed}`)
    }
    for (const look of waiting) look()
  }
  const reader: Reader = {
    events,
    warnings,
    wrongs,
    until: (isSo) => {
      const so = new Promise<void>((resolve) => {
        const look = (): void => {
          if (!isSo(reader)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      })
      return Promise.race([so, lost])
    },
    read: async (count = Number.POSITIVE_INFINITY) => {
      const enough = events.length + count
      const socket = new WebSocket(`${address}?since=${epoch}:${events.length}`)
      socket.on('message', (data) => {
        take(parse(data))
        if (events.length < enough) return
        socket.removeAllListeners()
        socket.terminate()
      })
      socket.on('close', (code) => {
        lose(new Error(`closed with ${code} after ${events.length} events`))
      })
      await once(socket, 'open')
      if (count < Number.POSITIVE_INFINITY) await reader.until(() => events.length >= enough)
    },
  }
  return reader
}

async function epochOf(address: string): Promise<string> {
  const socket = new WebSocket(address)
  const [data] = (await once(socket, 'message')) as [RawData]
  socket.terminate()
  const hello = parse(data)
  if (!('frame' in hello) || hello.frame !== 'hello') throw new Error('the first frame is no hello')
  return hello.epoch
}

function parse(data: RawData): FeedEvent | FeedFrame {
  return JSON.parse((data as Buffer).toString()) as FeedEvent | FeedFrame // the contract has tests of its own
}
