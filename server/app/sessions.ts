import { Sessions, type SessionsParts } from '../account/session.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { Storage } from './storage.ts'

/** Dependencies of the sessions of a server. */
export interface OpenSessionsParts extends Pick<SessionsParts, 'onEnded' | 'isReading'> {
  readonly storage: Storage
  readonly log: Logger
}

/** Opens the sessions of browsers; they are loaded as soon as the database is available. */
export function openSessions({ storage, log, ...parts }: OpenSessionsParts): Sessions {
  const { sessions: store, database } = storage
  const { whenAvailable } = database
  const sessions = new Sessions({ ...parts, store, whenAvailable, log, clock: systemClock })
  whenAvailable(() => sessions.load()).catch((error: unknown) =>
    log.error({ error }, 'sessions not loaded'),
  )
  return sessions
}
