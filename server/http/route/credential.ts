import { z } from 'zod'
import type { Credential, Credentials } from '../../account/credential.ts'
import type { Secret } from '../../account/credential-secret.ts'
import { parseCookies } from '../../lib/cookie.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Catalog } from '../../room/catalog.ts'
import { Conflict } from '../../store/conflict.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { credentialName, credentialShape, credentialWish } from './credential-shape.ts'

/** What keeping credentials takes. */
export interface CredentialRouteParts {
  readonly credentials: Credentials
  readonly catalog: Catalog
  readonly platforms: ReadonlyMap<string, Platform>
}

const path = '/api/credentials/:name'
const params = z.object({ name: credentialName })
const found = { 200: { description: 'Without its secrets.', body: credentialShape } }

/** `/api/credentials`: what the operator logs in to platforms with. Only the owner, no token. */
export function credentialRoutes(parts: CredentialRouteParts): readonly Route[] {
  return [listRoute(parts), readRoute(parts), putRoute(parts), removeRoute(parts)]
}

function listRoute({ credentials }: CredentialRouteParts): Route {
  return {
    method: 'GET',
    path: '/api/credentials',
    access: 'owner',
    doc: {
      summary: 'Lists what is logged in with; secrets are never shown.',
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
    access: 'owner',
    doc: { summary: 'Tells of one credential.', params, answers: found },
    handle: (c) => {
      const credential = credentials.find(c.req.param('name') ?? '')
      if (!credential) throw noSuchCredential()
      return c.json(describe(credential))
    },
  }
}

function putRoute({ credentials, catalog, platforms }: CredentialRouteParts): Route {
  return {
    method: 'PUT',
    path,
    access: 'owner',
    doc: {
      summary: 'Keeps a credential, in place of what had its name; sources that use it start anew.',
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
      const secret = secretIn(wish)
      if (secret.kind === 'cookie') requireAccount(secret.cookie, platform, platforms)
      try {
        return c.json(describe(await credentials.put({ name: named.data, platform, room, secret })))
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
    access: 'owner',
    doc: {
      summary: 'Forgets a credential; sources that used it go on without.',
      params,
      answers: { 204: { description: 'Gone.' } },
    },
    handle: async (c) => {
      if (await credentials.remove(c.req.param('name') ?? '')) return c.body(null, 204)
      throw noSuchCredential()
    },
  }
}

function noSuchCredential(): Problem {
  return new Problem('no-such-credential', 'no credential of this name is kept')
}

type Wish = z.output<typeof credentialWish>
type WithoutPlatform<T> = T extends unknown ? Omit<T, 'platform'> : never

function secretIn(wish: WithoutPlatform<Wish>): Secret {
  if ('cookie' in wish) return { kind: 'cookie', cookie: wish.cookie }
  const { appId, accessKeyId, accessKeySecret, code } = wish
  return { kind: 'open-live', appId, accessKeyId, accessKeySecret, code }
}

/** A cookie of a guest would change nothing, and its owner would wonder why. */
function requireAccount(
  cookie: string,
  name: string,
  platforms: ReadonlyMap<string, Platform>,
): void {
  const platform = platforms.get(name)
  const wanted = platform?.kind === 'wire' ? (platform.loginCookies ?? []) : []
  const cookies = parseCookies(cookie)
  if (wanted.some((one) => cookies[one])) return
  const names = wanted.join(' or ')
  const why =
    names === '' ? `${name} is switched off here` : `holds no ${names}: copy the whole line`
  throw new Problem('bad-request', `cookie: ${why}`)
}

function describe({ secret, ...known }: Credential): object {
  return { ...known, readable: secret !== undefined, ...(secret ? outlineOf(secret) : {}) }
}

/** What is there, and of what is no secret, what it is. */
function outlineOf(secret: Secret): object {
  if (secret.kind === 'cookie') return { cookie: 'set' }
  const { appId } = secret
  return { appId, accessKeyId: 'set', accessKeySecret: 'set', code: 'set' }
}
