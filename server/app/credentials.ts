import type { CredentialVault } from '../account/credential-vault.ts'
import type { Logger } from '../lib/logger.ts'
import type { Platform } from '../platform/platform.ts'
import { credentialForms } from '../platform/registry.ts'
import type { SourceRef } from '../room/catalog.ts'
import type { Rooms } from '../room/rooms.ts'

/** Restarts the sources that use a credential whenever it changes. */
export function restartOnChange(
  vault: Pick<CredentialVault, 'onChange'>,
  rooms: Pick<Rooms, 'renew'>,
  log: Pick<Logger, 'error'>,
): void {
  vault.onChange(({ name, platform, room }) => {
    const uses = (source: SourceRef, slug: string): boolean => {
      if (source.platform !== platform) return false
      const isOfSource = credentialForms.get(platform)?.scope === 'source'
      return isOfSource ? source.ref === name : (room ?? slug) === slug
    }
    rooms
      .renew(uses)
      .catch((error: unknown) => log.error({ platform, error }, 'sources not restarted'))
  })
}

/**
 * Returns true if a platform can only be read with the operator's access, so that clients cannot
 * open its rooms on demand.
 */
export function isOperatorOnly(platform: Platform): boolean {
  if (platform.kind !== 'wire' || platform.offers === undefined) return false
  return platform.offers.every(({ login }) => login === 'app')
}
