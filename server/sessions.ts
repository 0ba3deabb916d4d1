import { join } from 'node:path'
import { Sessions, type SessionsParts } from './account/session.ts'
import { createSessionStore } from './account/session-store.ts'
import type { Config } from './config.ts'
import { systemClock } from './lib/clock.ts'
import type { Logger } from './lib/logger.ts'
import { textFile } from './lib/text-file.ts'
import type { Db } from './store/db.ts'

/** Dependencies of the sessions of a server. */
export interface SessionsOf extends Pick<SessionsParts, 'onEnded' | 'isReading' | 'whenThere'> {
  readonly config: Config
  /** Resolves to undefined if STORE is off; sessions are then in a file. */
  readonly database: Promise<Db | undefined>
  readonly log: Logger
}

/** Opens the sessions of browsers; they are loaded as soon as the database is available. */
export function openSessions({ config, database, log, ...parts }: SessionsOf): Sessions {
  const file = textFile(join(config.dataDir, 'sessions.json'))
  const store = createSessionStore({ database, file, log })
  const sessions = new Sessions({ ...parts, store, log, clock: systemClock })
  parts
    .whenThere(() => sessions.load())
    .catch((error: unknown) => log.error({ error }, 'sessions not loaded'))
  return sessions
}
