import type { Logger } from '../lib/logger.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { Database } from '../store/engine/database.ts'
import { DatabaseUnavailable, isStoreOff, unlessStoreOff } from '../store/engine/db.ts'
import {
  type AuditEntry,
  type AuditPage,
  deleteAuditBefore,
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
  /** Deletes no more old entries. */
  readonly close: () => void
}

/** Dependencies of {@link createAudit}. */
export interface AuditParts {
  readonly database: Pick<Database, 'query' | 'script' | 'whenAvailable'>
  readonly clock: Clock
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** The days for which an entry is kept; 0 is for ever. */
  readonly keepDays: number
}

const dayMs = 86_400_000
const sweepEveryMs = dayMs / 4

// Beyond this number of entries that wait for the database, an entry is in the log only.
const maxWaiting = 1_000

/** Returns the audit log: in the database, or with STORE=off in the log of the server. */
export function createAudit({ database, clock, log, keepDays }: AuditParts): Audit {
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
  const sweep = keepDays === 0 ? undefined : sweepRegularly({ database, clock, log, keepDays })
  return {
    record,
    list: (page) => listAudit(database, page),
    close: () => sweep?.cancel(),
  }
}

/** Deletes old entries, now and then again and again. */
function sweepRegularly({ database, clock, log, keepDays }: AuditParts): Timer {
  const sweep = async (): Promise<void> => {
    const oldest = clock.now() - keepDays * dayMs
    const deleted = await unlessStoreOff(() => deleteAuditBefore(database, oldest))
    if (deleted) log.info({ deleted, keepDays }, 'old entries of the audit log deleted')
  }
  const failed = (error: unknown): void => log.warn({ error }, 'old audit entries not deleted')
  const run = (): void => void database.whenAvailable(sweep).catch(failed)
  run()
  let timer = clock.after(sweepEveryMs, function again() {
    run()
    timer = clock.after(sweepEveryMs, again)
  })
  return { cancel: () => timer.cancel() }
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
