import { credentialApi } from '../../../proto/api/credential.ts'
import { readLogin } from '../../../proto/input/login.ts'
import type { Credential, CredentialVault } from '../../account/credential-vault.ts'
import type { Secret } from '../../account/credential-secret.ts'
import { loginRefusal } from '../../account/login-words.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import { credentialForms, loginSites } from '../../platform/registry.ts'
import type { Catalog } from '../../room/catalog.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { appFields, credentialWish, type WantedLogin, wantedLogin } from './credential-shape.ts'

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
  return defineRoutes(credentialApi({ wish: credentialWish, appFields }), {
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
      audit: ({ params }) => auditOf(vault.find(params.name)),
      handle: async ({ params: { name }, body }) => {
        const login = wantedLogin(body)
        const { platform } = login
        const room = login.kind === 'cookie' ? login.room : undefined
        if (room !== undefined && !catalog.find(room)) {
          throw new Problem('no-such-room', 'room: no room of this name is configured')
        }
        const { secret, notes } = secretIn(login, parts)
        return { ...describe(await vault.put({ name, platform, room, secret })), ...notes }
      },
    },
    'DELETE /api/credentials/:name': {
      access: 'administer',
      audit: ({ params }) => auditOf(vault.find(params.name)),
      handle: async ({ params }) => {
        if (!(await vault.remove(params.name))) throw noSuchCredential()
      },
    },
  })
}

/** Returns what the audit log keeps of a credential: nothing of its secret. */
function auditOf(credential: Credential | undefined) {
  if (!credential) return undefined
  const { name, platform, room, updatedAt } = credential
  return { name, platform, room, updatedAt }
}

function noSuchCredential(): Problem {
  return new Problem('no-such-credential', 'no credential of this name is stored')
}

/** The secret to store, and notes for the client on parts that are not stored. */
interface SecretWithNotes {
  readonly secret: Secret
  readonly notes?: { readonly expired?: readonly string[]; readonly leftOut?: number }
}

function secretIn(
  wanted: WantedLogin,
  { platforms, clock }: CredentialRouteParts,
): SecretWithNotes {
  if (wanted.kind === 'app') return { secret: { kind: 'app', fields: wanted.fields } }
  const { platform: name } = wanted
  const site = loginSites.find(({ platform }) => platform === name)
  if (!site || !platforms.has(name)) {
    throw new Problem('bad-request', `cookie: ${name} is switched off here`)
  }
  // A guest's cookie would have no effect, and the operator would not see why.
  const login = readLogin(wanted.cookie, site, loginSites, clock.now())
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
  const outline = secret ? outlineOf(secret, known.platform) : {}
  return { ...known, readable: secret !== undefined, ...outline }
}

/** Returns the names of the present parts, and the values of those that are not secret. */
function outlineOf(secret: Secret, platform: string): Readonly<Record<string, unknown>> {
  if (secret.kind === 'cookie') return { cookie: 'set' }
  const form = credentialForms.get(platform)
  const shown = form?.scope === 'source' ? form.shown : []
  return Object.fromEntries(
    Object.entries(secret.fields).map(([name, value]) => [
      name,
      shown.includes(name) ? value : 'set',
    ]),
  )
}
