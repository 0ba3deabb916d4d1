import type { Config } from '../config/index.ts'
import type { Draft } from '../../proto/feed/index.ts'
import { toHex } from '../lib/bytes/encoding.ts'
import { randomSlug } from '../lib/bytes/random-token.ts'
import type { Logger } from '../lib/logger.ts'
import { systemClock } from '../lib/time/clock.ts'
import { Lotteries } from '../lottery/lotteries.ts'
import { Comments } from '../live/comments.ts'
import { Likes } from '../live/likes.ts'
import { LiveRooms } from '../live/live-rooms.ts'
import { LiveSources } from '../live/live-sources.ts'
import { OutboxPump, type OutboxTarget } from '../live/outbox-pump.ts'
import { Presence, type PresenceParts } from '../live/presence.ts'
import { Restrictions } from '../live/restrictions.ts'
import { liveMeter } from '../metrics/live.ts'
import type { Meter, Metrics } from '../metrics/registry.ts'
import type { OwnRooms } from '../room/find-target.ts'
import { notReady, type RoomDenied } from '../room/room-denied.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { noteVisits } from '../store/query/visit.ts'
import { type Coins, createCoins } from './coins.ts'
import type { Relay } from './relay.ts'
import type { Storage } from './storage.ts'

/** The live rooms of this server, and what belongs to them. */
export interface Live {
  /** The live rooms as sources of rooms. */
  readonly own: OwnRooms
  readonly rooms: LiveRooms
  readonly comments: Comments
  readonly restrictions: Restrictions
  readonly likes: Likes
  readonly lotteries: Lotteries
  readonly presence: Presence
  readonly coins: Coins
  /** Publishes an event that is not stored. */
  readonly publish: (slug: string, draft: Draft) => void
  /** Shows soon what was added to the outbox. */
  readonly wake: () => void
  /** Returns why there are no live rooms now; undefined if there are. */
  readonly refusal: () => RoomDenied | undefined
  readonly meters: readonly Meter[]
  /** Begins to show what is written, in the rooms of the relay. */
  readonly begin: (relay: ShownIn) => void
  readonly close: () => Promise<void>
}

/** The part of a relay in which live rooms are shown. */
export interface ShownIn extends Pick<Relay, 'rooms'> {
  readonly audience: Pick<Relay['audience'], 'review'>
}

/** Dependencies of {@link createLive}. */
export interface LiveParts {
  readonly storage: Pick<
    Storage,
    'database' | 'recorder' | 'liveRooms' | 'members' | 'bans' | 'gifts' | 'accounts'
  >
  readonly metrics: Pick<Metrics, 'comments' | 'transfers'>
  readonly log: Logger
}

/** Creates the live rooms, which need the database; they are shown once the rooms of the relay exist. */
export function createLive(
  { store, ...settings }: Pick<Config, 'store'> & Partial<Pick<Config, 'coinsPerDay'>>,
  { storage, metrics, log }: LiveParts,
): Live {
  const { database, liveRooms, members } = storage
  const clock = systemClock
  const rooms = new LiveRooms({ rooms: liveRooms, members, clock, drawSlug: randomSlug })
  const sources = new LiveSources({ rooms, clock, defer: setImmediate })
  const isOff = store === 'off'
  const refusal = (): RoomDenied | undefined => {
    if (isOff) return storeOff
    return rooms.loaded ? undefined : notReady
  }
  let pump: OutboxPump | undefined
  const wake = (): void => pump?.wake()
  const comments = new Comments({
    database,
    clock,
    onStored: wake,
    onResult: metrics.comments,
  })
  const publish = (slug: string, draft: Draft): void => sources.publish(slug, draft)
  const likes = new Likes({ rooms, clock, publish, log })
  const presence = new Presence({ clock, publish, noteVisits: visitsIn(storage, log) })
  const coins = createCoins(settings, { storage, metrics, log, rooms, wake, publish })
  const lotteries = lotteriesIn(storage, wake, log)
  if (!isOff) rooms.recall()
  return {
    own: ownRoomsOf({ rooms, sources, coins, refusal }),
    rooms,
    comments,
    restrictions: new Restrictions({ bans: storage.bans, clock }),
    likes,
    lotteries,
    presence,
    coins,
    publish,
    wake,
    refusal,
    meters: [liveMeter({ waiting: () => pump?.waiting ?? 0 }), coins.meter],
    begin: (relay) => {
      const target = targetOf({ sources, boards: coins.boards }, relay, storage)
      pump = new OutboxPump({ database, target, clock, log })
      rooms.onChange((room) => sources.show(room))
      rooms.onBroadcast((slug) => coins.boards.update(slug))
      rooms.onVisibility(() => relay.audience.review())
      rooms.onMembers(() => relay.audience.review())
      if (!isOff) void load(pump, { rooms, sources, coins, lotteries, storage, log })
    },
    close: async () => {
      presence.close()
      coins.boards.close()
      await Promise.all([likes.close(), lotteries.close(), pump?.close()])
    },
  }
}

/** Returns the live rooms as sources of rooms. */
function ownRoomsOf({
  rooms,
  sources,
  coins,
  refusal,
}: Pick<Live, 'rooms' | 'refusal'> & Pick<Loaded, 'sources' | 'coins'>): OwnRooms {
  return {
    find: (slug) => {
      const room = rooms.find(slug)
      if (!room) return refusal()
      const roleOf = (account: string) => rooms.roleOf(slug, account)
      return { visibility: room.visibility, roleOf }
    },
    open: (slug, sink) => {
      coins.boards.update(slug)
      return sources.open(slug, sink)
    },
  }
}

interface Loaded extends Pick<LiveParts, 'storage' | 'log'> {
  readonly rooms: LiveRooms
  readonly sources: LiveSources
  readonly coins: Pick<Coins, 'catalogue' | 'boards'>
  readonly lotteries: Lotteries
}

/** Loads the live rooms as soon as the database is available, and begins to show what is written. */
async function load(
  pump: OutboxPump,
  { rooms, sources, coins, lotteries, storage, log }: Loaded,
): Promise<void> {
  const { database, bans } = storage
  try {
    await database.whenAvailable(async () => {
      await bans.load()
      await coins.catalogue.load()
      await rooms.load()
      await pump.begin()
      await lotteries.begin()
      sources.loaded()
      for (const { slug } of rooms.list()) if (sources.isOpen(slug)) coins.boards.update(slug)
    })
  } catch (error) {
    log.error({ error }, 'live rooms not loaded')
  }
}

function lotteriesIn(
  { database, accounts }: Pick<Storage, 'database' | 'accounts'>,
  onStored: () => void,
  log: Logger,
): Lotteries {
  return new Lotteries({
    database,
    clock: systemClock,
    drawId: randomSlug,
    drawSeed: () => toHex(crypto.getRandomValues(new Uint8Array(32))),
    nameOf: (account) => accounts.find(account)?.name ?? account,
    onStored,
    log,
  })
}

const storeOff: RoomDenied = {
  refused: 'not-ready',
  reason: 'live rooms need the database, which is switched off here (STORE)',
}

/** Returns the function that notes visits; a failure is logged, and the visits are noted later. */
function visitsIn(
  { database }: Pick<Storage, 'database'>,
  log: LiveParts['log'],
): PresenceParts['noteVisits'] {
  return async (slug, accounts) => {
    try {
      return await noteVisits(database, slug, accounts, systemClock.now())
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) log.error({ error }, 'visits not noted')
      return undefined
    }
  }
}

/** The types of events after which the boards of a room may have changed. */
const ofCoins: ReadonlySet<string> = new Set(['gift', 'superchat', 'retract'])

/** Returns the rooms of a relay as the target of the outbox. */
function targetOf(
  { sources, boards }: { readonly sources: LiveSources } & Pick<Coins, 'boards'>,
  { rooms }: ShownIn,
  { recorder }: Pick<Storage, 'recorder'>,
): OutboxTarget {
  const idOf = (slug: string): string => {
    const target = rooms.find(`live:${slug}`)
    return 'refused' in target ? `live:${slug}` : target.room
  }
  return {
    open: async (slug) => {
      const opened = await rooms.open(`live:${slug}`)
      return !('refused' in opened) && sources.isOpen(slug)
    },
    publish: async (slug, drafts) => {
      const published = await sources.publishAll(slug, drafts)
      if (published && drafts.some(({ type }) => ofCoins.has(type))) boards.update(slug)
      return published
    },
    isKept: (slug) => !recorder.memoryOnly.has(idOf(slug)),
    published: (slug, ids) => recorder.published(idOf(slug), ids),
  }
}
