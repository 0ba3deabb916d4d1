import type { FeedEvent } from '../../proto/feed/index.ts'
import type { FakeClock } from '../lib/time/clock.fake.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import { Catalog, type ConfiguredRoom, sourceName } from './catalog.ts'
import type { StartSource } from './open-room.ts'
import { createFakeRooms } from './rooms.fake.ts'
import type { Rooms, RoomsParts } from './rooms.ts'

/** Configured rooms whose sources the test plays. */
export interface FakeRoomsWithCatalog {
  readonly catalog: Catalog
  readonly rooms: Rooms
  readonly clock: FakeClock
  /** What was started and stopped, in order: `+bilibili:1`, `-bilibili:1`. */
  readonly log: string[]
  /** Every event that was shown. */
  readonly shown: FeedEvent[]
  /** Every event that was left out. */
  readonly omitted: string[]
  /** The rooms that were opened with a log on disk, in order. */
  readonly kept: readonly string[]
  /** Where a source that runs now puts its events. */
  readonly sink: (source: string) => EventSink
}

/** Lets everything that was begun come to its end; no time passes. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A house at `startMs` with these rooms, open already; `stopping` is what sources wait for to stop. */
export async function openRoomsWithCatalog(
  configured: readonly ConfiguredRoom[],
  startMs: number,
  stopping?: () => Promise<void>,
  parts: Partial<RoomsParts> = {},
): Promise<FakeRoomsWithCatalog> {
  const shown: FeedEvent[] = []
  const omitted: string[] = []
  const kept: string[] = []
  const { startSource, log, sink } = createStage(stopping)
  const { rooms, clock } = createFakeRooms(
    {
      ...parts,
      startSource,
      onEvent: (event) => shown.push(event),
      onOmitted: (source, type) => omitted.push(`${source} ${type}`),
      onKept: (id) => kept.push(id),
    },
    startMs,
  )
  const catalog = new Catalog({
    store: {
      load: async () => ({ rooms: configured }),
      save: async () => undefined,
      remove: async () => undefined,
    },
    copy: { read: () => undefined, write: () => undefined },
    onChange: (slug) => void rooms.refresh(slug),
  })
  await catalog.load()
  await rooms.setCatalog(catalog)
  await settled()
  return { catalog, rooms, clock, log, shown, omitted, kept, sink }
}

/** Sources that do nothing by themselves. */
function createStage(
  stopping?: () => Promise<void>,
): Pick<FakeRoomsWithCatalog, 'log' | 'sink'> & { readonly startSource: StartSource } {
  const log: string[] = []
  const outlets = new Map<string, EventSink>()
  return {
    log,
    startSource: (source, sink) => {
      const name = sourceName(source)
      log.push(`+${name}`)
      outlets.set(name, sink)
      sink.publish({ type: 'source', state: 'open' })
      return {
        close: async () => {
          if (stopping) await stopping()
          log.push(`-${name}`)
          outlets.delete(name)
        },
      }
    },
    sink: (source) => {
      const found = outlets.get(source)
      if (!found) throw new Error(`${source} does not run`)
      return found
    },
  }
}
