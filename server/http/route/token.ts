import { z } from 'zod'
import { scopes } from '../../account/scope.ts'
import { type Tokens, UnknownRoom } from '../../account/token.ts'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { TokenRecord } from '../../store/query/token.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

const roomId = z.string().refine((text) => parseRoomId(text), 'must be a slug or platform:ref')

const wish = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  room: roomId.optional(),
})

const tokenShape = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  room: z.string().optional(),
  createdAt: z.int(),
  lastUsedAt: z.int().optional(),
  revokedAt: z.int().optional(),
})

/** Returns the routes of `/api/tokens`, for the owner only: a token cannot create another. */
export function tokenRoutes(tokens: Tokens): readonly Route[] {
  return [createRoute(tokens), listRoute(tokens), revokeRoute(tokens)]
}

function createRoute(tokens: Tokens): Route {
  return {
    method: 'POST',
    path: '/api/tokens',
    access: 'administer',
    doc: {
      tag: 'Access',
      summary: 'Creates a token; `token` is the secret, shown only here.',
      problems: ['no-such-room'],
      body: wish,
      answers: {
        201: { description: 'The token.', body: tokenShape.extend({ token: z.string() }) },
      },
    },
    handle: async (c) => {
      const wanted = await jsonBody(c, wish)
      try {
        const { token, secret } = await tokens.create(wanted)
        return c.json({ ...describe(token), token: secret }, 201)
      } catch (cause) {
        if (!(cause instanceof UnknownRoom)) throw cause
        throw new Problem('no-such-room', `room: ${cause.message}`, { cause })
      }
    },
  }
}

function listRoute(tokens: Tokens): Route {
  return {
    method: 'GET',
    path: '/api/tokens',
    access: 'administer',
    doc: {
      tag: 'Access',
      summary: 'Lists all tokens, revoked ones too, without their secrets.',
      answers: {
        200: { description: 'Oldest first.', body: z.object({ tokens: z.array(tokenShape) }) },
      },
    },
    handle: async (c) => c.json({ tokens: (await tokens.list()).map(describe) }),
  }
}

function revokeRoute(tokens: Tokens): Route {
  return {
    method: 'DELETE',
    path: '/api/tokens/:id',
    access: 'administer',
    doc: {
      tag: 'Access',
      summary: 'Revokes a token, and ends the streams that were opened with it.',
      problems: ['no-such-token'],
      params: z.object({ id: z.string() }),
      answers: { 204: { description: 'Revoked.' } },
    },
    handle: async (c) => {
      if (await tokens.revoke(c.req.param('id') ?? '')) return c.body(null, 204)
      throw new Problem('no-such-token', 'there is no token of this id, or it was revoked before')
    },
  }
}

function describe({ id, name, scopes: can, room, ...times }: TokenRecord): object {
  const { createdAt, lastUsedAt, revokedAt } = times // never the hash
  return { id, name, scopes: can, room, createdAt, lastUsedAt, revokedAt }
}
