import type { FeedEvent } from '../../proto/feed/index.ts'
import type { Room } from '../../server/hub/room.ts'
import { createMemoryLog } from '../../server/log/memory.ts'
import { createTestRoom } from './test-room.ts'

/** The published state of a source. */
export type SourceEvent = Extract<FeedEvent, { readonly type: 'source' }>

/** A real room with all its published events. */
export interface WatchedRoom {
  readonly room: Room
  readonly events: readonly FeedEvent[]
  /** Returns the published states of one source, in order. */
  readonly sourcesOf: (source: string) => readonly SourceEvent[]
  /** Returns true if all these ids were published. */
  readonly has: (ids: readonly string[]) => boolean
  /** Returns the number of repetitions that were not published. */
  readonly duplicates: () => number
}

/** Opens a room in memory. */
export function watchRoom(): WatchedRoom {
  const events: FeedEvent[] = []
  const sources = new Map<string, SourceEvent[]>()
  const shown = new Set<string>()
  let duplicates = 0
  const log = createMemoryLog('trial')
  const room = createTestRoom('trial', log, { onDuplicate: () => (duplicates += 1) })
  const show = (event: FeedEvent): void => {
    events.push(event)
    shown.add(event.id)
    if (event.type !== 'source') return
    const before = sources.get(event.source)
    if (before) before.push(event)
    else sources.set(event.source, [event])
  }
  let seq = 0
  room.follow({
    readers: () => 1,
    advanced: () => {
      while (seq < room.head) {
        seq += 1
        show(JSON.parse(room.entry(seq)?.line ?? '') as FeedEvent) // in the form that the room wrote
      }
    },
    renewed: () => undefined,
    closed: () => undefined,
  })
  return {
    room,
    events,
    sourcesOf: (source) => sources.get(source) ?? [],
    has: (ids) => ids.every((id) => shown.has(id)),
    duplicates: () => duplicates,
  }
}

/** The totals of a source's events, as a reader counts them. */
export interface Sum {
  /** The ids of all chat lines. */
  readonly chats: readonly string[]
  readonly items: number
  readonly paid: number
  /** The combos whose last total is not the sum of their events. */
  readonly wrongCombos: readonly string[]
}

/** Adds up the published events of one source. */
export function sumOf(events: readonly FeedEvent[], source: string): Sum {
  const own = events.filter((event) => event.source === source)
  const gifts = own.flatMap((event) => (event.type === 'gift' ? [event] : []))
  const added = new Map<string, number>()
  const totals = new Map<string, number>()
  for (const { combo, count } of gifts) {
    if (!combo) continue
    added.set(combo.id, (added.get(combo.id) ?? 0) + count)
    totals.set(combo.id, combo.total)
  }
  return {
    chats: own.flatMap(({ type, id }) => (type === 'chat' ? [id] : [])),
    items: gifts.reduce((sum, { count }) => sum + count, 0),
    paid: gifts.reduce((sum, { value }) => sum + value.amount, 0),
    wrongCombos: [...totals].flatMap(([id, total]) => (added.get(id) === total ? [] : [id])),
  }
}
