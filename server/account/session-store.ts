import { z } from 'zod'
import type { Logger } from '../lib/logger.ts'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import type { Db } from '../store/engine/db.ts'
import {
  createSession,
  listSessions,
  removeSession,
  type SessionRecord,
  touchSession,
} from '../store/query/session.ts'
import { createRecordFile, type RecordFile } from './record-file.ts'
import type { SessionStore } from './session.ts'

/** Dependencies of the session store. */
export interface SessionStoreParts {
  /** Resolves to undefined if STORE is off; sessions are then stored in the file. */
  readonly database: Promise<Db | undefined>
  readonly file: AtomicFile
  readonly log: Pick<Logger, 'warn'>
}

const sessionRecord: z.ZodType<SessionRecord> = z.object({
  id: z.string(),
  hash: z.string(),
  createdAt: z.int(),
  usedAt: z.int(),
  expiresAt: z.int(),
})

/** Returns a session store in the database, or in the file if there is no database. */
export function createSessionStore({ database, file, log }: SessionStoreParts): SessionStore {
  const record = sessionRecord
  const inFile = fileStore(createRecordFile({ file, name: 'sessions', record, log }))
  const store = async (): Promise<SessionStore> => {
    const db = await database
    return db ? databaseStore(db) : inFile
  }
  return {
    load: async () => (await store()).load(),
    create: async (session) => (await store()).create(session),
    touch: async (id, at) => (await store()).touch(id, at),
    remove: async (id) => (await store()).remove(id),
  }
}

function databaseStore(db: Db): SessionStore {
  return {
    load: () => listSessions(db),
    create: (session) => createSession(db, session),
    touch: (id, at) => touchSession(db, id, at),
    remove: (id) => removeSession(db, id),
  }
}

function fileStore({ list, change }: RecordFile<SessionRecord>): SessionStore {
  return {
    load: async () => list(),
    create: async (session) => change((sessions) => [...sessions, session]),
    touch: async (id, usedAt) =>
      change((sessions) => sessions.map((one) => (one.id === id ? { ...one, usedAt } : one))),
    remove: async (id) => change((sessions) => sessions.filter((one) => one.id !== id)),
  }
}
