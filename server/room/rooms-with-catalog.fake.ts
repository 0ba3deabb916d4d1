import type { FeedEvent } from '../../proto/feed/index.ts'
import type { FakeClock } from '../lib/time/clock.fake.ts'
import type { EventSink } from '../pipeline/pipeline.ts'
import { createFakeCatalog } from './catalog.fake.ts'
import { type Catalog, type ConfiguredRoom, sourceName } from './catalog.ts'
import type { StartSource } from './open-room.ts'
import { createFakeRooms } from './rooms.fake.ts'
import type { Rooms, RoomsParts } from './rooms.ts'

/** Configured rooms whose sources the test controls. */
export interface FakeRoomsWithCatalog {
  readonly catalog: Catalog
  readonly rooms: Rooms
  readonly clock: FakeClock
  /** The starts and stops of sources, in order: `+bilibili:1`, `-bilibili:1`. */
  readonly log: string[]
  /** Every published event. */
  readonly shown: FeedEvent[]
  /** Every omitted event. */
  readonly omitted: string[]
  /** The rooms that were opened with a log on disk, in order. */
  readonly kept: readonly string[]
  /** Returns the sink of a source that runs now. */
  readonly sink: (source: string) => EventSink
}

/** Resolves when all pending promises have settled; no time passes. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Opens these rooms at `startMs`; each source waits for `stopping` before it has stopped. */
export async function openRoomsWithCatalog(
  configured: readonly ConfiguredRoom[],
  startMs: number,
  stopping?: () => Promise<void>,
  parts: Partial<RoomsParts> = {},
): Promise<FakeRoomsWithCatalog> {
  const shown: FeedEvent[] = []
  const omitted: string[] = []
  const kept: string[] = []
  const { startSource, log, sink } = createFakeSources(stopping)
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
  const catalog = createFakeCatalog(configured)
  catalog.onChange((slug) => void rooms.refresh(slug))
  await catalog.load()
  await rooms.setCatalog(catalog)
  await settled()
  return { catalog, rooms, clock, log, shown, omitted, kept, sink }
}

/** Creates sources that publish nothing by themselves. */
function createFakeSources(
  stopping?: () => Promise<void>,
): Pick<FakeRoomsWithCatalog, 'log' | 'sink'> & { readonly startSource: StartSource } {
  const log: string[] = []
  const sinks = new Map<string, EventSink>()
  return {
    log,
    startSource: (source, sink) => {
      const name = sourceName(source)
      log.push(`+${name}`)
      sinks.set(name, sink)
      sink.publish({ type: 'source', state: 'open' })
      return {
        close: async () => {
          if (stopping) await stopping()
          log.push(`-${name}`)
          sinks.delete(name)
        },
      }
    },
    sink: (source) => {
      const found = sinks.get(source)
      if (!found) throw new Error(`${source} does not run`)
      return found
    },
  }
}
