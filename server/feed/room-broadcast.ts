import type { RawMessage } from '../../proto/feed/index.ts'
import type { Entry, Follower, RoomView } from '../hub/room-view.ts'
import type { Clock } from '../lib/time/clock.ts'
import { chunkAfter } from './chunk.ts'
import { arrivalOf, type FeedMeter, noMeter } from './meter.ts'
import type { FeedQuery, Filter } from './query.ts'
import { passes } from './resume-point.ts'
import { type Sink, Stream } from './stream.ts'
import type { StreamEncoding } from './stream-encoding.ts'

/** The event feed: subscribers of a room with the same filter share one chunk a tick. */
export class Feed {
  readonly #clock: Clock
  readonly #meter: FeedMeter
  readonly #audiences = new WeakMap<RoomView, Audience>()

  constructor(clock: Clock, meter: FeedMeter = noMeter) {
    this.#clock = clock
    this.#meter = meter
  }

  /**
   * Returns false if a room has the maximal number of different filters, and this one is another.
   * Each filter costs time at each tick, and readers choose the filters.
   */
  hasRoomFor(room: RoomView, filter: Filter, wire: StreamEncoding): boolean {
    return this.#audiences.get(room)?.hasRoomFor(filter, wire) ?? true
  }

  /** Starts a stream; the caller must close it. */
  subscribe(room: RoomView, query: FeedQuery, sink: Sink): Stream {
    let audience = this.#audiences.get(room)
    if (!audience) {
      audience = new Audience(room, this.#clock, this.#meter)
      this.#audiences.set(room, audience)
      room.follow(audience)
    }
    return audience.add(query, sink)
  }
}

// At a thousand events a second, this number of filters uses a fifth of a core.
const maxFilters = 500

/** The message to a reader whose filter exceeds the limit. */
export const tooManyFilters =
  'this room is read with too many different filters: ask for other types, or for all, or come back'

interface Group {
  readonly key: string
  readonly filter: Filter
  readonly streams: Set<Stream>
}

/** All readers of one room, grouped by filter and encoding. */
class Audience implements Follower {
  readonly #room: RoomView
  readonly #clock: Clock
  readonly #meter: FeedMeter
  readonly #groups = new Map<string, Group>()
  #head: number

  constructor(room: RoomView, clock: Clock, meter: FeedMeter) {
    this.#room = room
    this.#clock = clock
    this.#meter = meter
    this.#head = room.head
  }

  add(query: FeedQuery, sink: Sink): Stream {
    const group = this.#groupOf(query.filter, sink)
    const { filter, streams } = group
    const dropped = this.#meter.dropped
    const parts = { room: this.#room, filter, sink, clock: this.#clock, dropped }
    const stream: Stream = new Stream(parts, () => {
      streams.delete(stream)
      if (streams.size === 0 && this.#groups.get(group.key) === group)
        this.#groups.delete(group.key)
    })
    streams.add(stream)
    stream.start(query)
    return stream
  }

  hasRoomFor(filter: Filter, wire: StreamEncoding): boolean {
    return this.#groups.size < maxFilters || this.#groups.has(keyOf(filter, wire))
  }

  #groupOf(filter: Filter, { wire }: Sink): Group {
    const key = keyOf(filter, wire)
    const there = this.#groups.get(key)
    if (there) return there
    const group: Group = { key, filter, streams: new Set() }
    this.#groups.set(key, group)
    return group
  }

  readers(): number {
    return [...this.#groups.values()].reduce((sum, { streams }) => sum + streams.size, 0)
  }

  advanced(): void {
    const [group] = this.#groups.values()
    const first = group && this.#room.entry(this.#head + 1)
    while (this.#head < this.#room.head) this.#share(chunkAfter(this.#room, this.#head))
    const arrivedAt = first && arrivalOf(first.line)
    if (arrivedAt !== undefined) this.#meter.delivered((this.#clock.now() - arrivedAt) / 1000)
  }

  raw(message: RawMessage): void {
    for (const { filter, streams } of this.#groups.values()) {
      const [some] = streams
      if (!filter.raw || !some) continue
      const chunk = some.sink.wire.frame(message)
      for (const stream of streams) stream.show(chunk)
    }
  }

  /**
   * Ends all streams, because positions of the old epoch are no longer valid: each reader
   * reconnects with its own.
   */
  renewed(): void {
    this.closed()
    this.#head = 0
  }

  closed(): void {
    for (const { streams } of this.#groups.values()) for (const stream of streams) stream.end()
  }

  /** Sends the next entries to all readers; the bytes of each group are made once. */
  #share(entries: readonly Entry[]): void {
    const from = this.#head
    const to = entries.at(-1)?.seq ?? this.#room.head
    this.#head = to
    const encoded = new Map<StreamEncoding, EntryEncoder>()
    for (const { filter, streams } of this.#groups.values()) {
      const wanted = indexesOf(entries, filter)
      const last = entries[wanted.at(-1) ?? -1]?.seq
      const chunk =
        last === undefined ? undefined : this.#encode(streams, entries, encoded)?.(wanted)
      for (const stream of streams) stream.take({ from, to, last, chunk })
    }
  }

  #encode(
    streams: ReadonlySet<Stream>,
    entries: readonly Entry[],
    encoded: Map<StreamEncoding, EntryEncoder>,
  ): EntryEncoder | undefined {
    const [some] = streams
    if (!some) return undefined
    const { wire } = some.sink
    const there = encoded.get(wire) ?? createEntryEncoder(wire, entries, this.#room.epoch)
    encoded.set(wire, there)
    return there
  }
}

/** Returns some of the entries of a tick, chosen by their indexes, as one chunk. */
type EntryEncoder = (wanted: readonly number[]) => Uint8Array

/** Returns an encoder that encodes each entry and each selection of entries only once. */
function createEntryEncoder(
  wire: StreamEncoding,
  entries: readonly Entry[],
  epoch: string,
): EntryEncoder {
  const made: (Uint8Array | undefined)[] = []
  const chunks = new Map<string, Uint8Array>()
  const encoded = (index: number): Uint8Array | undefined => {
    const entry = entries[index]
    return (made[index] ??= entry && wire.entry(entry, epoch))
  }
  return (wanted) => {
    const key = wanted.join()
    const chunk = chunks.get(key) ?? wire.join(wanted.flatMap((index) => encoded(index) ?? []))
    chunks.set(key, chunk)
    return chunk
  }
}

function indexesOf(entries: readonly Entry[], filter: Filter): readonly number[] {
  return entries.flatMap((entry, index) => (passes(filter, entry) ? [index] : []))
}

function keyOf({ types, source, raw }: Filter, wire: StreamEncoding): string {
  const wanted = types ? [...types].toSorted().join(',') : '*'
  return `${wire.name} ${source ?? '*'} ${wanted} ${raw}`
}
