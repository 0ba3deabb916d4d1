import { z } from 'zod'
import { readLogin } from '../../../proto/input/login.ts'
import type { Credential, CredentialVault } from '../../account/credential-vault.ts'
import type { Secret } from '../../account/credential-secret.ts'
import { loginRefusal } from '../../account/login-words.ts'
import type { Clock } from '../../lib/time/clock.ts'
import type { Platform } from '../../platform/platform.ts'
import { loginSites } from '../../platform/registry.ts'
import type { Catalog } from '../../room/catalog.ts'
import { Conflict } from '../../store/query/conflict.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { credentialName, credentialShape, credentialWish } from './credential-shape.ts'

/** Dependencies of {@link credentialRoutes}. */
export interface CredentialRouteParts {
  readonly credentials: CredentialVault
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
  readonly clock: Pick<Clock, 'now'>
}

const path = '/api/credentials/:name'
const params = z.object({ name: credentialName })
const found = { 200: { description: 'Without its secrets.', body: credentialShape } }

/** Returns the routes of `/api/credentials`, the logins of the relay; for the owner only. */
export function credentialRoutes(parts: CredentialRouteParts): readonly Route[] {
  return [listRoute(parts), readRoute(parts), putRoute(parts), removeRoute(parts)]
}

function listRoute({ credentials }: CredentialRouteParts): Route {
  return {
    method: 'GET',
    path: '/api/credentials',
    access: 'administer',
    doc: {
      tag: 'Credentials',
      summary: 'Lists the credentials, without their secrets.',
      answers: {
        200: {
          description: 'By name.',
          body: z.object({ credentials: z.array(credentialShape) }),
        },
      },
    },
    handle: (c) => c.json({ credentials: credentials.list().map(describe) }),
  }
}

function readRoute({ credentials }: CredentialRouteParts): Route {
  return {
    method: 'GET',
    path,
    access: 'administer',
    doc: {
      tag: 'Credentials',
      summary: 'Returns one credential, without its secret.',
      problems: ['no-such-credential'],
      params,
      answers: found,
    },
    handle: (c) => {
      const credential = credentials.find(c.req.param('name') ?? '')
      if (!credential) throw noSuchCredential()
      return c.json(describe(credential))
    },
  }
}

function putRoute(parts: CredentialRouteParts): Route {
  const { credentials, catalog } = parts
  return {
    method: 'PUT',
    path,
    access: 'administer',
    doc: {
      tag: 'Credentials',
      summary: 'Creates or replaces a credential; sources that use it reconnect.',
      problems: ['no-such-room', 'conflict'],
      params,
      body: credentialWish,
      answers: found,
    },
    handle: async (c) => {
      const named = credentialName.safeParse(c.req.param('name'))
      if (!named.success)
        throw new Problem('bad-request', `name: ${named.error.issues[0]?.message}`)
      const { platform, ...wish } = await jsonBody(c, credentialWish)
      const room = 'room' in wish ? wish.room : undefined
      if (room !== undefined && !catalog.find(room)) {
        throw new Problem('no-such-room', 'room: no room of this name is configured')
      }
      const { secret, notes } = secretIn(wish, platform, parts)
      try {
        const stored = await credentials.put({ name: named.data, platform, room, secret })
        return c.json({ ...describe(stored), ...notes })
      } catch (cause) {
        if (cause instanceof Conflict) throw new Problem('conflict', cause.message, { cause })
        throw cause
      }
    },
  }
}

function removeRoute({ credentials }: CredentialRouteParts): Route {
  return {
    method: 'DELETE',
    path,
    access: 'administer',
    doc: {
      tag: 'Credentials',
      summary: 'Removes a credential; sources that used it continue without it.',
      problems: ['no-such-credential'],
      params,
      answers: { 204: { description: 'Removed.' } },
    },
    handle: async (c) => {
      if (await credentials.remove(c.req.param('name') ?? '')) return c.body(null, 204)
      throw noSuchCredential()
    },
  }
}

function noSuchCredential(): Problem {
  return new Problem('no-such-credential', 'no credential of this name is stored')
}

type Wish = z.output<typeof credentialWish>
type WithoutPlatform<T> = T extends unknown ? Omit<T, 'platform'> : never

/** The secret to store, and notes for the client on parts that are not stored. */
interface SecretWithNotes {
  readonly secret: Secret
  readonly notes?: object
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

function describe({ secret, ...known }: Credential): object {
  return { ...known, readable: secret !== undefined, ...(secret ? outlineOf(secret) : {}) }
}

/** Returns the names of the present parts, and the values of those that are not secret. */
function outlineOf(secret: Secret): object {
  if (secret.kind === 'cookie') return { cookie: 'set' }
  const { appId } = secret
  return { appId, accessKeyId: 'set', accessKeySecret: 'set', code: 'set' }
}
