import type { Draft } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/time/clock.ts'
import { createPipeline, type EventSink, type Pipeline } from '../pipeline/pipeline.ts'
import type { BareDraft } from '../platform/platform.ts'
import type { LiveRoomRecord } from '../store/query/live-room.ts'
import type { OwnSources } from '../upstream/source.ts'
import { roomDraft } from './live-draft.ts'
import type { LiveRooms } from './live-rooms.ts'

/** Dependencies of {@link LiveSources}. */
export interface LiveSourcesParts {
  readonly rooms: Pick<LiveRooms, 'loaded' | 'find'>
  readonly clock: Clock
  /** Runs a call after the events of this tick of the event loop are in their logs. */
  readonly defer: (call: () => void) => void
}

interface OpenSource {
  readonly sink: EventSink
  /** Ends the streaks of gifts. */
  readonly pipeline: Pipeline
  begun: boolean
  /** The last `room` event, as JSON. */
  shown?: string
}

/** The live rooms as sources of the feed: each publishes into the room that has it as a source. */
export class LiveSources implements OwnSources {
  readonly #parts: LiveSourcesParts
  readonly #open = new Map<string, OpenSource>()

  constructor(parts: LiveSourcesParts) {
    this.#parts = parts
  }

  /**
   * Publishes what happens in a live room into a sink, until the session is closed. Until the live
   * rooms are loaded, a room is taken for granted.
   *
   * @throws RangeError if there is no such room.
   */
  open(slug: string, sink: EventSink): ReturnType<OwnSources['open']> {
    const { rooms, clock } = this.#parts
    const room = rooms.find(slug)
    if (!room && rooms.loaded) throw new RangeError(`there is no live room ${slug}`)
    const source: OpenSource = { sink, pipeline: createPipeline(clock, sink), begun: false }
    this.#open.set(slug, source)
    if (room) begin(source, room)
    else sink.publish({ type: 'source', state: 'connecting' })
    return {
      close: async () => {
        source.pipeline.close()
        if (this.#open.get(slug) === source) this.#open.delete(slug)
      },
    }
  }

  /** Begins the sources that were opened before the live rooms were loaded. */
  loaded(): void {
    for (const [slug, source] of this.#open) {
      const room = this.#parts.rooms.find(slug)
      if (source.begun) continue
      if (room) begin(source, room)
      else {
        const reason = { reason: 'there is no such live room', reasonCode: 'no-such-source' }
        source.begun = true
        source.sink.publish({ type: 'source', state: 'failed', ...reason })
      }
    }
  }

  /** Publishes the state of a room, if it is not the last one. */
  show(room: LiveRoomRecord): void {
    const source = this.#open.get(room.slug)
    if (source) showRoom(source, room)
  }

  /** Returns true if a room is open for events. */
  isOpen(slug: string): boolean {
    return this.#open.has(slug)
  }

  /** Publishes an event in a room; the event is dropped while the room is not open. */
  publish(slug: string, draft: Draft): void {
    this.#open.get(slug)?.sink.publish(draft)
  }

  /** Publishes events; resolves when they are in the log. @returns false if the room is not open. */
  async publishAll(slug: string, drafts: readonly BareDraft[]): Promise<boolean> {
    const source = this.#open.get(slug)
    if (!source) return false
    for (const draft of drafts) source.pipeline.accept(draft)
    await new Promise<void>((resolve) => this.#parts.defer(resolve))
    return true
  }
}

function begin(source: OpenSource, room: LiveRoomRecord): void {
  source.begun = true
  source.sink.publish({ type: 'source', state: 'open' })
  showRoom(source, room)
}

function showRoom(source: OpenSource, room: LiveRoomRecord): void {
  const draft = roomDraft(room)
  const shown = JSON.stringify(draft)
  if (shown === source.shown) return
  source.shown = shown
  source.sink.publish(draft)
}
