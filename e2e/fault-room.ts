import type { FeedEvent } from '../proto/feed/index.ts'
import type { Room } from '../server/hub/room.ts'
import { createMemoryLog } from '../server/log/memory.ts'
import { createLoneRoom } from './lone-room.ts'

/** What a room shows of how well it hears a source. */
export type SourceEvent = Extract<FeedEvent, { readonly type: 'source' }>

/** A real room, and all that it showed. */
export interface WatchedRoom {
  readonly room: Room
  readonly events: readonly FeedEvent[]
  /** What it showed of one source's state, in order. */
  readonly sourcesOf: (source: string) => readonly SourceEvent[]
  /** Whether all these ids were shown. */
  readonly has: (ids: readonly string[]) => boolean
  /** Repetitions that were not shown. */
  readonly duplicates: () => number
}

/** Opens a room in memory. */
export function watchRoom(): WatchedRoom {
  const events: FeedEvent[] = []
  const sources = new Map<string, SourceEvent[]>()
  const shown = new Set<string>()
  let duplicates = 0
  const log = createMemoryLog('trial')
  const room = createLoneRoom('trial', log, { onDuplicate: () => (duplicates += 1) })
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
        show(JSON.parse(room.entry(seq)?.line ?? '') as FeedEvent) // as the room wrote it
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

/** What a reader of a source makes of its events. */
export interface Sum {
  /** Ids of all lines of chat. */
  readonly chats: readonly string[]
  readonly items: number
  readonly paid: number
  /** Combos whose last total is not the sum of what their events added. */
  readonly wrongCombos: readonly string[]
}

/** Adds up what a room showed of one source. */
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
