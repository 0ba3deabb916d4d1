import { Accounts } from '../account/accounts.ts'
import { type Audit, createAudit } from '../account/audit.ts'
import { Invites } from '../account/invites.ts'
import type { Owner } from '../account/owner.ts'
import { Sessions } from '../account/session.ts'
import { createTickets, type Tickets } from '../account/ticket.ts'
import { createTokenStore } from '../account/token-store.ts'
import { Tokens } from '../account/token.ts'
import type { Config } from '../config/index.ts'
import type { AuthStores, CookieSessions } from '../http/auth/authenticate.ts'
import type { Limits } from '../http/limit/limits.ts'
import { endReasons } from '../http/socket/active-readers.ts'
import type { Logger } from '../lib/logger.ts'
import { createPasswordHash } from '../lib/password-hash.ts'
import { systemClock as clock } from '../lib/time/clock.ts'
import type { RoomDenied } from '../room/room-denied.ts'
import type { Relay } from './relay.ts'
import type { Storage } from './storage.ts'

/** The users of a server: people, programs, and what they have opened. */
export interface Access {
  readonly owner: Owner
  readonly accounts: Accounts
  readonly invites: Invites
  readonly sessions: Sessions
  readonly cookies: CookieSessions
  readonly tokens: Tokens
  readonly tickets: Tickets
  readonly credentials: AuthStores
  readonly audit: Audit
  /** Ends the regular work: the search for expired sessions and old audit entries. */
  readonly close: () => void
}

/** Dependencies of {@link createAccess}. */
export interface AccessParts {
  readonly storage: Storage
  readonly relay: Pick<Relay, 'catalog' | 'audience'>
  readonly log: Logger
}

/**
 * Creates accounts, sessions, tokens and tickets; the end of one ends the streams that it opened. What
 * is stored is loaded as soon as the database is available.
 */
export async function createAccess(
  config: Pick<Config, 'auditDays'>,
  parts: AccessParts,
  limits: Limits,
): Promise<Access> {
  const { storage, relay, log } = parts
  const { audience } = relay
  const tickets = await createTickets(clock)
  const end = (grant: string, why: RoomDenied): void => {
    tickets.revoke(grant)
    audience.revoke(grant, why)
  }
  const tokens = openTokens(parts, (id) => end(id, endReasons.token))
  const accounts: Accounts = new Accounts({
    store: storage.accounts,
    passwords: await createPasswordHash(),
    clock,
    onClosed: async (id) => {
      await Promise.all([sessions.endOf(id), tokens.revokeOf(id)])
    },
  })
  const { whenAvailable } = storage.database
  const sessions: Sessions = new Sessions({
    store: storage.sessions,
    clock,
    log,
    whenAvailable,
    isReading: (id) => audience.reads(id),
    roleOf: (account) => accounts.active(account)?.role,
    onEnded: (id, account, why) => {
      end(id, why === 'replaced' ? endReasons.replaced : endReasons.session)
      accounts.forget(account).catch((error: unknown) => log.warn({ error }, 'guest not removed'))
    },
  })
  whenAvailable(async () => {
    await accounts.load() // the life of a session depends on its account
    await Promise.all([sessions.load(), storage.invites.load()])
    await accounts.forgetGuests((id) => sessions.listOf(id).length > 0)
  }).catch((error: unknown) => log.error({ error }, 'accounts not loaded'))
  const { owner, cookieKey } = storage.secrets
  const cookies = { cookieKey, accounts, find: (secret: string) => sessions.find(secret) }
  const invites = new Invites({ store: storage.invites, clock })
  const credentials = { owner, tokens, tickets, limits, sessions: cookies }
  const audit = createAudit({ database: storage.database, clock, log, keepDays: config.auditDays })
  const close = (): void => {
    sessions.close()
    audit.close()
  }
  return { owner, accounts, invites, sessions, cookies, tokens, tickets, credentials, audit, close }
}

function openTokens({ storage, relay, log }: AccessParts, onRevoked: (id: string) => void): Tokens {
  const { database, tokens: records } = storage
  const hasRoom = (slug: string): boolean => relay.catalog.find(slug) !== undefined
  const store = createTokenStore({ database, records, hasRoom, clock })
  return new Tokens({ store, clock, log, onRevoked })
}
