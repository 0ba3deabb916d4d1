import { DatabaseUnavailable } from '../store/engine/db.ts'
import type { SessionRecord } from '../store/query/session.ts'
import type { SessionStore } from './session.ts'

/** A {@link SessionStore} in memory that can be made unavailable. */
export interface FakeSessionStore extends SessionStore {
  readonly records: Map<string, SessionRecord>
  away: boolean
}

/** Returns an empty session store for tests. */
export function createFakeSessionStore(): FakeSessionStore {
  const records = new Map<string, SessionRecord>()
  const there = async <T>(work: () => T): Promise<T> => {
    await Promise.resolve()
    if (store.away) throw new DatabaseUnavailable('the database is away')
    return work()
  }
  const store: FakeSessionStore = {
    records,
    away: false,
    load: () => there(() => [...records.values()]),
    create: (session) => there(() => void records.set(session.id, session)),
    touch: (id, usedAt) =>
      there(() => {
        const found = records.get(id)
        if (found) records.set(id, { ...found, usedAt })
      }),
    remove: (id) => there(() => void records.delete(id)),
  }
  return store
}
