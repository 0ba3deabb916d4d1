import { CredentialVault } from '../account/credential-vault.ts'
import type { Storage } from './storage.ts'
import { systemClock } from '../lib/time/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { SecretBox } from '../lib/bytes/secret-box.ts'
import type { Platform } from '../platform/platform.ts'
import type { SourceRef } from '../room/catalog.ts'
import type { Rooms } from '../room/rooms.ts'

/** The dependencies of the credentials. */
export interface OpenCredentialsParts {
  readonly storage: Storage
  readonly seal: SecretBox
  readonly log: Logger
  /** Returns the rooms whose sources restart when a credential changes. */
  readonly rooms: () => Rooms
}

/** Opens the credentials of the operator, which are loaded as soon as the database is available. */
export function openCredentials({
  storage,
  seal,
  log,
  rooms,
}: OpenCredentialsParts): CredentialVault {
  const logins = new CredentialVault({
    store: storage.credentials,
    seal,
    clock: systemClock,
    log,
  })
  logins.onChange(({ name, platform, room }) => {
    const uses = (source: SourceRef, slug: string): boolean => {
      if (source.platform !== platform) return false
      return platform === 'bilibili-open' ? source.ref === name : (room ?? slug) === slug
    }
    rooms()
      .renew(uses)
      .catch((error: unknown) => log.error({ platform, error }, 'sources not restarted'))
  })
  return logins
}

/**
 * Returns true if a platform can only be read with the operator's access, so that clients cannot
 * open its rooms on demand.
 */
export function isOperatorOnly(platform: Platform): boolean {
  if (platform.kind !== 'wire' || platform.offers === undefined) return false
  return platform.offers.every(({ login }) => login === 'app')
}
