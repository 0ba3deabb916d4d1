import type { Draft } from '../../proto/feed/index.ts'
import type { Config } from '../config/index.ts'
import { GiftCatalogue } from '../ledger/catalogue.ts'
import { Gifts } from '../ledger/gifts.ts'
import { Ledger } from '../ledger/ledger.ts'
import { RoomBoards } from '../ledger/room-boards.ts'
import { randomSlug } from '../lib/bytes/random-token.ts'
import type { Logger } from '../lib/logger.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { LiveRooms } from '../live/live-rooms.ts'
import { ledgerMeter } from '../metrics/ledger.ts'
import type { Meter, Metrics } from '../metrics/registry.ts'
import { DatabaseUnavailable } from '../store/engine/db.ts'
import { contributorsOf } from '../store/query/coin/board.ts'
import { sumOfBalances } from '../store/query/coin/ledger.ts'
import type { Storage } from './storage.ts'

/** Coins, and what is given for them in live rooms. */
export interface Coins {
  readonly ledger: Ledger
  readonly catalogue: GiftCatalogue
  readonly gifts: Gifts
  readonly boards: RoomBoards
  readonly meter: Meter
}

/** Dependencies of {@link createCoins}. */
export interface CoinsParts {
  readonly storage: Pick<Storage, 'database' | 'gifts' | 'accounts'>
  readonly metrics: Pick<Metrics, 'transfers'>
  readonly log: Logger
  readonly rooms: LiveRooms
  /** Shows soon what was added to the outbox. */
  readonly wake: () => void
  /** Publishes an event that is not stored. */
  readonly publish: (room: string, draft: Draft) => void
}

// The rows of a `rank` event.
const boardRows = 100

/** Creates the ledger, the catalogue of gifts, and the boards of live rooms. */
export function createCoins(
  { coinsPerDay }: Partial<Pick<Config, 'coinsPerDay'>>,
  { storage, metrics, log, rooms, wake, publish }: CoinsParts,
): Coins {
  const { database, accounts } = storage
  const clock = systemClock
  const ledger = new Ledger({
    database,
    clock,
    dailyLimit: coinsPerDay || undefined,
    onStored: wake,
    onResult: metrics.transfers,
  })
  const catalogue = new GiftCatalogue({ gifts: storage.gifts, clock, drawId: randomSlug })
  const boards = new RoomBoards({
    rooms,
    contributors: (room, number) => contributorsOf(database, room, { number, limit: boardRows }),
    nameOf: (id) => accounts.find(id)?.name,
    publish,
    clock,
    log,
  })
  return {
    ledger,
    catalogue,
    gifts: new Gifts({ ledger, database, rooms, catalogue }),
    boards,
    meter: ledgerMeter({ imbalance: () => imbalanceIn(database) }),
  }
}

/** Returns the sum of all balances; undefined while it cannot be read. */
async function imbalanceIn(database: Storage['database']): Promise<number | undefined> {
  try {
    return await sumOfBalances(database)
  } catch (error) {
    if (error instanceof DatabaseUnavailable) return undefined
    throw error
  }
}
