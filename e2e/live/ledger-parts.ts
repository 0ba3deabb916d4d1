import { defaultRules } from '../../server/live/comment-rules.ts'
import { randomName } from '../../server/lib/bytes/random-token.ts'
import { createFakeClock, type FakeClock } from '../../server/lib/time/clock.fake.ts'
import { Gifts, type Giving } from '../../server/ledger/gifts.ts'
import { NoSuchGift } from '../../server/ledger/ledger-error.ts'
import { Ledger } from '../../server/ledger/ledger.ts'
import { notStarted } from '../../server/live/broadcast-state.ts'
import { NoSuchLiveRoom } from '../../server/live/live-rooms.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { prepareStore } from '../../server/store/engine/open.ts'
import { checkLedger } from '../../server/store/query/coin/check.ts'
import type { GiftRecord } from '../../server/store/query/coin/catalogue.ts'
import { type LiveRoomRecord, liveRoomTable } from '../../server/store/query/live-room.ts'

const log = { info: () => undefined, warn: () => undefined }

/** The ledger and the gifts over a database, with rooms that are live and gifts of 1 to 100 coins. */
export interface LedgerParts {
  readonly clock: FakeClock
  readonly ledger: Ledger
  readonly gifts: Gifts
  readonly rooms: Map<string, LiveRoomRecord>
  readonly catalogue: Map<string, GiftRecord>
  /** The results of all requests. */
  readonly results: string[]
  /** Returns a request of an account in a room, under a key of its own if none is given. */
  readonly giving: (account: string, room: string, key?: string) => Giving
  readonly topUp: (account: string, coins: number) => Promise<number>
  /** Throws unless the ledger is whole. */
  readonly requireWhole: () => Promise<void>
}

const run = randomName()
let keys = 0

/** Returns a key that no request has used. */
export function newKey(): string {
  keys += 1
  return `${run}-${keys}`
}

/** Opens the parts; creates the rooms that are missing. */
export async function openLedger(
  db: Db,
  slugs: readonly string[],
  dailyLimit?: number,
): Promise<LedgerParts> {
  const clock = createFakeClock(Date.UTC(2026, 10, 20, 12))
  await prepareStore(db, { migrate: true, log, now: clock.now() })
  const rooms = new Map<string, LiveRoomRecord>()
  const stored = await liveRoomTable.list(db)
  for (const slug of slugs) {
    const known = stored.find((room) => room.slug === slug)
    const room = known ?? roomOf(slug, clock.now())
    if (!known) await db.tx((tx) => liveRoomTable.save(tx, room))
    rooms.set(slug, room)
  }
  const catalogue = new Map([1, 5, 10, 100].map((price) => [`g${price}`, giftOf(price)]))
  const results: string[] = []
  const ledger = new Ledger({
    database: db,
    clock,
    dailyLimit,
    onStored: () => undefined,
    onResult: (kind, result) => results.push(`${kind} ${result}`),
  })
  const gifts = new Gifts({
    ledger,
    database: db,
    rooms: { get: (slug) => existing(rooms.get(slug)) },
    catalogue: { onSale: (id) => onSale(catalogue.get(id)) },
  })
  return {
    clock,
    ledger,
    gifts,
    rooms,
    catalogue,
    results,
    giving: (account, room, key = newKey()) => ({
      room,
      giver: { id: account, name: account.toUpperCase(), createdAt: 0, exempt: false },
      key,
    }),
    topUp: async (account, coins) => {
      const askedBy = { by: 'admin', key: newKey() }
      return (await ledger.topUp({ account, coins, reason: 'a test' }, askedBy)).id
    },
    requireWhole: async () => {
      const { faults, imbalance } = await checkLedger(db)
      if (imbalance !== 0 || faults.length > 0) throw new Error([imbalance, ...faults].join('\n'))
    },
  }
}

function existing(room: LiveRoomRecord | undefined): LiveRoomRecord {
  if (!room) throw new NoSuchLiveRoom('there is no such room')
  return room
}

function onSale(gift: GiftRecord | undefined): GiftRecord {
  if (!gift?.onSale) throw new NoSuchGift('there is no such gift')
  return gift
}

function giftOf(price: number): GiftRecord {
  const name = `Gift of ${price}`
  return { id: `g${price}`, name, price, pricedAt: 0, place: price, onSale: true }
}

function roomOf(slug: string, createdAt: number): LiveRoomRecord {
  return {
    slug,
    host: `host-${slug}`,
    visibility: 'public',
    rules: { ...defaultRules, blockedWords: ['spam'] },
    version: 1,
    createdAt,
    broadcast: { number: 1, title: slug, state: { ...notStarted, code: 1 }, likes: 0, createdAt },
  }
}
