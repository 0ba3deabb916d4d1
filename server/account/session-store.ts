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
import type { SessionStore } from './session.ts'

/** Dependencies of the session store. */
export interface SessionStoreParts {
  /** Resolves to undefined if STORE is off; sessions are then kept in the file. */
  readonly database: Promise<Db | undefined>
  readonly file: AtomicFile
  readonly log: Pick<Logger, 'warn'>
}

const layout = z.object({
  format: z.literal(1),
  sessions: z.array(
    z.object({
      id: z.string(),
      hash: z.string(),
      createdAt: z.int(),
      usedAt: z.int(),
      expiresAt: z.int(),
    }),
  ),
})

/** Returns a session store in the database, or in the file if there is no database. */
export function createSessionStore({ database, file, log }: SessionStoreParts): SessionStore {
  const inFile = fileStore(file, log)
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

function fileStore(file: AtomicFile, log: Pick<Logger, 'warn'>): SessionStore {
  const read = (): readonly SessionRecord[] => {
    try {
      const text = file.read()
      return text === undefined ? [] : layout.parse(JSON.parse(text)).sessions
    } catch (error) {
      log.warn({ error }, 'file of the sessions not read: who was logged in logs in anew')
      return []
    }
  }
  const write = async (sessions: readonly SessionRecord[]): Promise<void> => {
    file.replace(`${JSON.stringify({ format: 1, sessions })}\n`)
  }
  return {
    load: async () => read(),
    create: (session) => write([...read(), session]),
    touch: (id, usedAt) => write(read().map((one) => (one.id === id ? { ...one, usedAt } : one))),
    remove: (id) => write(read().filter((one) => one.id !== id)),
  }
}
