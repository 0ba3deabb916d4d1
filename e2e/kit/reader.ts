import { setTimeout as pause } from 'node:timers/promises'
import type { FeedEvent, FeedFrame, HelloFrame } from '../../proto/feed/index.ts'
import { subscribe } from './subscriber.ts'
import { until } from './wait.ts'

/**
 * A reader of a room over all its streams and epochs: it resumes from its position whenever one
 * ends, as the protocol requires. It has no code in common with the client of the product.
 */
export interface Reader {
  /** All events, in the order in which they came. */
  readonly events: readonly FeedEvent[]
  /** The same events as text, by `<epoch>:<seq>`. */
  readonly lines: ReadonlyMap<string, string>
  /** The control frames after each hello; none if nothing is missing. */
  readonly warnings: readonly FeedFrame[]
  /** The hello frames of streams that do not go on at the position of the reader. */
  readonly wrongs: readonly string[]
  /** The close codes of streams that the server ended. */
  readonly ends: readonly number[]
  /** The newest epoch that the server named. */
  readonly epoch: () => string
  /** Reads so many events more, and ends the stream in the middle of whatever came with them. */
  readonly pauseAfter: (count: number) => Promise<void>
  /** Reads on until {@link close}, as it does at first. */
  readonly resume: () => void
  readonly close: () => void
}

type Received = FeedEvent | FeedFrame

const retryMs = 20

/** Reads a room from its newest event on, or from the first event of its present epoch. */
export async function readRoom(
  url: string,
  room: string,
  from: 'first' | 'newest' = 'newest',
): Promise<Reader> {
  const path = `/rooms/${room}/stream`
  const record = createRecord(await placeIn(url, path, from))
  const { events, place } = record
  const ends: number[] = []
  const stop = new AbortController()
  let limit = Number.POSITIVE_INFINITY
  const read = async (): Promise<void> => {
    let isOurs = false
    const stream = subscribe(url, `${path}?since=${place.epoch}:${place.seq}`, {}, (text) => {
      record.receive(text)
      if (events.length < limit) return
      isOurs = true
      stream.leave()
    })
    stop.signal.addEventListener('abort', stream.leave)
    const { code } = await stream.closed
    stop.signal.removeEventListener('abort', stream.leave)
    if (!isOurs && !stop.signal.aborted) ends.push(code)
  }
  const readOn = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      if (events.length < limit) await read()
      await pause(retryMs)
    }
  }
  void readOn()
  return {
    ...record,
    ends,
    epoch: () => place.epoch,
    pauseAfter: async (count) => {
      limit = events.length + count
      await until(() => events.length >= limit)
    },
    resume: () => (limit = Number.POSITIVE_INFINITY),
    close: () => stop.abort(),
  }
}

interface Place {
  epoch: string
  seq: number
}

/** Makes the record of what a reader received after a place, which moves on. */
function createRecord(place: Place) {
  const [events, warnings]: [FeedEvent[], FeedFrame[]] = [[], []]
  const wrongs: string[] = []
  const lines = new Map<string, string>()
  const receive = (text: string): void => {
    const received = JSON.parse(text) as Received // of a server of ours
    if (!('frame' in received)) {
      place.seq = received.seq
      lines.set(`${place.epoch}:${place.seq}`, text)
      events.push(received)
      return
    }
    if (received.frame !== 'hello') warnings.push(received)
    else if (!received.resumed || received.seq !== place.seq || received.epoch !== place.epoch) {
      wrongs.push(`hello at ${place.epoch}:${place.seq}: ${text}`)
    }
    place.seq = 'to' in received ? received.to : received.seq
    place.epoch = ('epoch' in received ? received.epoch : undefined) ?? place.epoch
  }
  return { events, warnings, wrongs, lines, place, receive }
}

async function placeIn(url: string, path: string, from: 'first' | 'newest'): Promise<Place> {
  const hello = await until(async () => {
    const look = subscribe(url, path)
    const [first] = await look.take(1).finally(look.leave)
    return first as unknown as HelloFrame // the contract has tests of its own
  })
  return { epoch: hello.epoch, seq: from === 'first' ? 0 : hello.seq }
}
