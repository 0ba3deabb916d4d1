import { tokenApi } from '../../../proto/api/token.ts'
import type { Tokens } from '../../account/token.ts'
import type { TokenRecord } from '../../store/query/token.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

/** Returns the routes of `/api/tokens`, for the owner only: a token cannot create another. */
export function tokenRoutes({ tokens }: { readonly tokens: Tokens }): readonly Route[] {
  return defineRoutes(tokenApi, {
    'POST /api/tokens': {
      access: 'administer',
      handle: async ({ body }) => {
        const { token, secret } = await tokens.create(body)
        return { ...describe(token), token: secret }
      },
    },
    'GET /api/tokens': {
      access: 'administer',
      handle: async () => ({ tokens: (await tokens.list()).map(describe) }),
    },
    'DELETE /api/tokens/:id': {
      access: 'administer',
      handle: async ({ params }) => {
        if (await tokens.revoke(params.id)) return undefined
        throw new Problem('no-such-token', 'there is no token of this id, or it was revoked before')
      },
    },
  })
}

function describe({ id, name, scopes, room, createdAt, lastUsedAt, revokedAt }: TokenRecord) {
  return { id, name, scopes, room, createdAt, lastUsedAt, revokedAt } // never the hash
}
