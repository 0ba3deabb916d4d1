import type { Clock } from '../lib/time/clock.ts'
import { Conflict } from '../store/query/conflict.ts'
import {
  type Db,
  StatementFailed,
  type Statements,
  DatabaseUnavailable,
} from '../store/engine/db.ts'
import { createRoom } from '../store/query/room.ts'
import {
  createToken,
  findToken,
  listTokens,
  revokeToken,
  touchToken,
} from '../store/query/token.ts'
import { type TokenStore, UnknownRoom } from './token.ts'

// Who shows a token waits no longer than this for a database that does not answer.
const answerMs = 3_000

// SQLSTATE, from PostgreSQL's manual, appendix A.
const foreignKeyViolation = '23503'
const undefinedTable = '42P01'

/**
 * Tokens in the database; none, and none can be made, where nothing is kept.
 *
 * @param database - settles when it is open; it may still be away, or without its tables.
 */
export function createTokenStore(database: Promise<Db | undefined>, clock: Clock): TokenStore {
  const opened = database.catch((cause: unknown) => {
    throw new DatabaseUnavailable('the database cannot be opened', { cause })
  })
  opened.catch(() => undefined) // each call is told
  const ask = <T>(question: (db: Db | undefined) => Promise<T>): Promise<T> =>
    inTime(opened.then(question).catch(unprepared), clock)
  return {
    find: (hash) => ask(async (db) => db && findToken(db, hash)),
    list: () => ask(async (db) => (db ? listTokens(db) : [])),
    create: (token) =>
      ask((db) =>
        ready(db).tx(async (tx) => {
          if (token.room?.includes(':')) await roomOnDemand(tx, token.room, token.createdAt)
          await createToken(tx, token).catch(inWords)
        }),
      ),
    touch: (id, at) => ask((db) => touchToken(ready(db), id, at)),
    revoke: (id, at) => ask((db) => revokeToken(ready(db), id, at)),
  }
}

/** @throws StoreAway where nothing is kept. */
function ready(db: Db | undefined): Db {
  if (!db) throw new DatabaseUnavailable('tokens need a database: STORE is off')
  return db
}

/** A room nobody opened yet has no row; a token for it may come first. */
async function roomOnDemand(tx: Statements, id: string, createdAt: number): Promise<void> {
  try {
    await createRoom(tx, { id, visibility: 'unlisted', enabled: true, omit: [], createdAt })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}

/** At the first start tables are made while requests come in already. */
function unprepared(cause: unknown): never {
  if (cause instanceof StatementFailed && cause.code === undefinedTable) {
    throw new DatabaseUnavailable('the database has no tables yet', { cause })
  }
  throw cause
}

function inWords(cause: unknown): never {
  if (cause instanceof StatementFailed && cause.code === foreignKeyViolation) {
    throw new UnknownRoom('no room of this name is configured', { cause })
  }
  throw cause
}

function inTime<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new DatabaseUnavailable('the database does not answer'))
    const timer = clock.after(answerMs, late)
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
