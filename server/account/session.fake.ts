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
    if (store.away) throw new DatabaseUnavailable('away')
    return work()
  }
  const store: FakeSessionStore = {
    records,
    away: false,
    load: () => there(() => [...records.values()]),
    save: (session) => there(() => void records.set(session.id, session)),
    change: (id, change) =>
      there(() => {
        const found = records.get(id)
        if (found) records.set(id, change(found))
        return found !== undefined
      }),
    remove: (id) => there(() => records.delete(id)),
  }
  return store
}
