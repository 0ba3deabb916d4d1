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

// The maximal time that a caller with a token waits for a database that does not answer.
const answerMs = 3_000

// SQLSTATE, from PostgreSQL's manual, appendix A.
const foreignKeyViolation = '23503'
const undefinedTable = '42P01'

/** Dependencies of the token store. */
export interface TokenStoreParts {
  /** Settles when it is open, maybe still unreachable; undefined if STORE is off. */
  readonly database: Promise<Db | undefined>
  /** The store if there is no database. */
  readonly inFile: TokenStore
  readonly clock: Clock
}

/** Returns a store of tokens in the database, or in a file if there is no database. */
export function createTokenStore({ database, inFile, clock }: TokenStoreParts): TokenStore {
  const opened = database.catch((cause: unknown) => {
    throw new DatabaseUnavailable('the database cannot be opened', { cause })
  })
  opened.catch(() => undefined) // each call gets the error
  const ask = <T>(question: (store: TokenStore) => Promise<T>): Promise<T> => {
    const asked = opened.then((db) => question(db ? databaseStore(db) : inFile))
    return inTime(asked.catch(unprepared), clock)
  }
  return {
    find: (hash) => ask((store) => store.find(hash)),
    list: () => ask((store) => store.list()),
    create: (token) => ask((store) => store.create(token)),
    touch: (id, at) => ask((store) => store.touch(id, at)),
    revoke: (id, at) => ask((store) => store.revoke(id, at)),
  }
}

function databaseStore(db: Db): TokenStore {
  return {
    find: (hash) => findToken(db, hash),
    list: () => listTokens(db),
    create: (token) =>
      db.tx(async (tx) => {
        if (token.room?.includes(':')) await roomOnDemand(tx, token.room, token.createdAt)
        await createToken(tx, token).catch(inWords)
      }),
    touch: (id, at) => touchToken(db, id, at),
    revoke: (id, at) => revokeToken(db, id, at),
  }
}

/** Creates the row of a room that was never opened, because a token for it may come first. */
async function roomOnDemand(tx: Statements, id: string, createdAt: number): Promise<void> {
  try {
    await createRoom(tx, { id, visibility: 'unlisted', enabled: true, omit: [], createdAt })
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
  }
}

/**
 * Reports missing tables as unavailable: at the first start they are created while requests arrive.
 */
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
