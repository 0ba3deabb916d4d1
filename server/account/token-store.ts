import { parseRoomId } from '../../proto/feed/index.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Collection } from '../store/collection.ts'
import type { Database } from '../store/engine/database.ts'
import { DatabaseUnavailable, isStoreOff, StatementFailed } from '../store/engine/db.ts'
import { findToken, type TokenRecord } from '../store/query/token.ts'
import { type TokenStore, UnknownRoom } from './token.ts'

// The maximal time that a caller with a token waits for a database that does not answer.
const answerMs = 3_000

// SQLSTATE, from PostgreSQL's manual, appendix A.
const undefinedTable = '42P01'

/** Dependencies of the token store. */
export interface TokenStoreParts {
  readonly database: Pick<Database, 'query' | 'script' | 'opened'>
  readonly records: Pick<Collection<TokenRecord>, 'loaded' | 'list' | 'save' | 'change'>
  /** Returns true if a room of this slug is configured. */
  readonly hasRoom: (slug: string) => boolean
  readonly clock: Clock
}

/**
 * Returns a store of tokens. It asks the database for each token that is presented, so that none is
 * accepted while the database is away.
 */
export function createTokenStore({
  database,
  records,
  hasRoom,
  clock,
}: TokenStoreParts): TokenStore {
  const inTime = <T>(ask: () => Promise<T> | T): Promise<T> =>
    beforeTimeout(database.opened.then(ask), clock)
  const known = (): readonly TokenRecord[] => {
    if (!records.loaded) throw new DatabaseUnavailable('opening', 'tokens are not loaded yet')
    return records.list()
  }
  const find = async (hash: string): Promise<TokenRecord | undefined> => {
    try {
      return await findToken(database, hash)
    } catch (error) {
      if (!isStoreOff(error)) throw unprepared(error)
      return known().find((one) => one.hash === hash && isValid(one))
    }
  }
  return {
    find: (hash) => inTime(() => find(hash)),
    list: () => inTime(() => known().toSorted((a, b) => a.createdAt - b.createdAt)),
    create: (token) =>
      inTime(() =>
        records.save(token, () => {
          const { room } = token
          const isSource = room !== undefined && parseRoomId(room)?.kind === 'source'
          if (room === undefined || isSource || hasRoom(room)) return
          throw new UnknownRoom('no room of this name is configured')
        }),
      ),
    touch: async (id, lastUsedAt) => {
      await inTime(() => records.change(id, (token) => ({ ...token, lastUsedAt })))
    },
    revoke: (id, revokedAt) =>
      inTime(async () => {
        let revoked = false
        await records.change(id, (token) => {
          revoked = isValid(token)
          return revoked ? { ...token, revokedAt } : token
        })
        return revoked
      }),
  }
}

function isValid({ revokedAt }: TokenRecord): boolean {
  return revokedAt === undefined
}

/**
 * Reports missing tables as unavailable: at the first start they are created while requests arrive.
 */
function unprepared(cause: unknown): unknown {
  if (!(cause instanceof StatementFailed) || cause.code !== undefinedTable) return cause
  return new DatabaseUnavailable('opening', 'it has no tables yet', { cause })
}

function beforeTimeout<T>(work: Promise<T>, clock: Clock): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new DatabaseUnavailable('away', 'it does not answer'))
    const timer = clock.after(answerMs, late)
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
