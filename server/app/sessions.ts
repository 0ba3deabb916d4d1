import { join } from 'node:path'
import { Sessions, type SessionsParts } from '../account/session.ts'
import { createSessionStore } from '../account/session-store.ts'
import type { Config } from '../config/index.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import type { Db } from '../store/engine/db.ts'

/** Dependencies of the sessions of a server. */
export interface OpenSessionsParts extends Pick<
  SessionsParts,
  'onEnded' | 'isReading' | 'whenAvailable'
> {
  readonly config: Config
  /** Resolves to undefined if STORE is off; sessions are then in a file. */
  readonly database: Promise<Db | undefined>
  readonly log: Logger
}

/** Opens the sessions of browsers; they are loaded as soon as the database is available. */
export function openSessions({ config, database, log, ...parts }: OpenSessionsParts): Sessions {
  const file = atomicFile(join(config.dataDir, 'sessions.json'))
  const store = createSessionStore({ database, file, log })
  const sessions = new Sessions({ ...parts, store, log, clock: systemClock })
  parts
    .whenAvailable(() => sessions.load())
    .catch((error: unknown) => log.error({ error }, 'sessions not loaded'))
  return sessions
}
