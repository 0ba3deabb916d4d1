import type { Logger } from '../lib/logger.ts'
import type { Clock } from '../lib/time/clock.ts'
import type { Database } from '../store/engine/database.ts'
import { DatabaseUnavailable, isStoreOff } from '../store/engine/db.ts'
import {
  type AuditEntry,
  type AuditPage,
  insertAudit,
  listAudit,
  type StoredAuditEntry,
} from '../store/query/audit.ts'

/** Receives each change; resolves when it is stored, or will be as soon as that is possible. */
export type RecordChange = (change: Omit<AuditEntry, 'at'>) => Promise<void>

/** The record of all changes that people and programs made. */
export interface Audit {
  readonly record: RecordChange
  /** Returns entries, newest first. @throws DatabaseUnavailable */
  readonly list: (page: AuditPage) => Promise<readonly StoredAuditEntry[]>
}

/** Dependencies of {@link createAudit}. */
export interface AuditParts {
  readonly database: Pick<Database, 'query' | 'script' | 'whenAvailable'>
  readonly clock: Pick<Clock, 'now'>
  readonly log: Pick<Logger, 'info' | 'warn'>
}

// Beyond this number of entries that wait for the database, an entry is in the log only.
const maxWaiting = 1_000

/** Returns the audit log: in the database, or with STORE=off in the log of the server. */
export function createAudit({ database, clock, log }: AuditParts): Audit {
  let waiting = 0
  const later = (entry: AuditEntry): void => {
    waiting += 1
    database
      .whenAvailable(() => insertAudit(database, entry))
      .catch((error: unknown) => log.warn({ error, ...entry }, 'change not in the audit log'))
      .finally(() => (waiting -= 1))
  }
  const record: RecordChange = async (change) => {
    const entry = { ...change, at: clock.now() }
    try {
      await insertAudit(database, entry)
    } catch (error) {
      if (isStoreOff(error)) log.info({ ...entry }, 'change')
      else if (error instanceof DatabaseUnavailable && waiting < maxWaiting) later(entry)
      else log.warn({ error, ...entry }, 'change not in the audit log')
    }
  }
  return { record, list: (page) => listAudit(database, page) }
}

// Whatever has such a name is a secret, or would open something.
const secretNames = /^(password|secret|token|code|cookie|hash|sealed|link)$/i

/** Returns a value without the fields that could hold secrets: a second guard behind the handlers. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const shown = Object.entries(value).filter(([name]) => !secretNames.test(name))
  return Object.fromEntries(shown.map(([name, one]) => [name, withoutSecrets(one)]))
}
