import type { z } from 'zod'
import { credentialApi } from '../../../proto/api/credential.ts'
import { readLogin } from '../../../proto/input/login.ts'
import type { Credential, CredentialVault } from '../../account/credential-vault.ts'
import type { Secret } from '../../account/credential-secret.ts'
import { loginRefusal } from '../../account/login-words.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import { loginSites } from '../../platform/registry.ts'
import type { Catalog } from '../../room/catalog.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { credentialWish } from './credential-shape.ts'

/** Dependencies of {@link credentialRoutes}. */
export interface CredentialRouteParts {
  readonly vault: CredentialVault
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
  readonly clock: Pick<Clock, 'now'>
}

/** Returns the routes of `/api/credentials`, the logins of the relay; for the owner only. */
export function credentialRoutes(parts: CredentialRouteParts): readonly Route[] {
  const { vault, catalog } = parts
  return defineRoutes(credentialApi(credentialWish), {
    'GET /api/credentials': {
      access: 'administer',
      handle: () => ({ credentials: vault.list().map(describe) }),
    },
    'GET /api/credentials/:name': {
      access: 'administer',
      handle: ({ params }) => {
        const credential = vault.find(params.name)
        if (!credential) throw noSuchCredential()
        return describe(credential)
      },
    },
    'PUT /api/credentials/:name': {
      access: 'administer',
      handle: async ({ params: { name }, body: { platform, ...wish } }) => {
        const room = 'room' in wish ? wish.room : undefined
        if (room !== undefined && !catalog.find(room)) {
          throw new Problem('no-such-room', 'room: no room of this name is configured')
        }
        const { secret, notes } = secretIn(wish, platform, parts)
        return { ...describe(await vault.put({ name, platform, room, secret })), ...notes }
      },
    },
    'DELETE /api/credentials/:name': {
      access: 'administer',
      handle: async ({ params }) => {
        if (!(await vault.remove(params.name))) throw noSuchCredential()
      },
    },
  })
}

function noSuchCredential(): Problem {
  return new Problem('no-such-credential', 'no credential of this name is stored')
}

type Wish = z.output<typeof credentialWish>
type WithoutPlatform<T> = T extends unknown ? Omit<T, 'platform'> : never

/** The secret to store, and notes for the client on parts that are not stored. */
interface SecretWithNotes {
  readonly secret: Secret
  readonly notes?: { readonly expired?: readonly string[]; readonly leftOut?: number }
}

function secretIn(
  wish: WithoutPlatform<Wish>,
  name: string,
  { platforms, clock }: CredentialRouteParts,
): SecretWithNotes {
  if (!('cookie' in wish)) {
    const { appId, accessKeyId, accessKeySecret, code } = wish
    return { secret: { kind: 'open-live', appId, accessKeyId, accessKeySecret, code } }
  }
  const site = loginSites.find(({ platform }) => platform === name)
  if (!site || !platforms.has(name)) {
    throw new Problem('bad-request', `cookie: ${name} is switched off here`)
  }
  // A guest's cookie would have no effect, and the operator would not see why.
  const login = readLogin(wish.cookie, site, loginSites, clock.now())
  if (login.kind === 'refused') {
    const { code: reason } = login
    throw new Problem('bad-request', `cookie: ${loginRefusal(login, site)}`, { reason })
  }
  const { cookie, expired, leftOut } = login
  const notes = {
    ...(expired.length === 0 ? {} : { expired }),
    ...(leftOut === 0 ? {} : { leftOut }),
  }
  return { secret: { kind: 'cookie', cookie }, notes }
}

function describe({ secret, ...known }: Credential) {
  return { ...known, readable: secret !== undefined, ...(secret ? outlineOf(secret) : {}) }
}

/** Returns the names of the present parts, and the values of those that are not secret. */
function outlineOf(secret: Secret) {
  if (secret.kind === 'cookie') return { cookie: 'set' } as const
  const { appId } = secret
  return { appId, accessKeyId: 'set', accessKeySecret: 'set', code: 'set' } as const
}
