import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { TokenRecord } from '../store/query/token.ts'
import type { TokenStore } from './token.ts'

/** A {@link TokenStore} in memory that can be unavailable, and counts its queries. */
export interface FakeTokenStore extends TokenStore {
  readonly asked: { find: number; touch: number }
  away: boolean
}

/** Creates an empty token store for tests. */
export function createFakeTokenStore(): FakeTokenStore {
  const records = new Map<string, TokenRecord>()
  const change = (id: string, fields: Partial<TokenRecord>): void => {
    for (const record of records.values()) {
      if (record.id === id) records.set(record.hash, { ...record, ...fields })
    }
  }
  const there = async <T>(work: () => T): Promise<T> => {
    await Promise.resolve()
    if (store.away) throw new DatabaseUnavailable('away', 'at 10.0.0.5')
    return work()
  }
  const store: FakeTokenStore = {
    asked: { find: 0, touch: 0 },
    away: false,
    find: (hash) => {
      store.asked.find += 1
      return there(() => {
        const record = records.get(hash)
        return record?.revokedAt === undefined ? record : undefined
      })
    },
    list: () => there(() => [...records.values()]),
    create: (token) => there(() => void records.set(token.hash, token)),
    touch: (id, at) => {
      store.asked.touch += 1
      return there(() => change(id, { lastUsedAt: at }))
    },
    revoke: (id, at) =>
      there(() => {
        const record = [...records.values()].find((one) => one.id === id)
        if (!record || record.revokedAt !== undefined) return false
        change(id, { revokedAt: at })
        return true
      }),
  }
  return store
}
