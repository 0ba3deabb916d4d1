import { tokenApi } from '../../../proto/api/token.ts'
import type { Accounts } from '../../account/accounts.ts'
import type { Tokens } from '../../account/token.ts'
import type { TokenRecord } from '../../store/query/token.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link tokenRoutes}. */
export interface TokenRouteParts {
  readonly tokens: Tokens
  readonly accounts: Pick<Accounts, 'active'>
}

/** Returns the routes of `/api/tokens`, for the owner only: a token cannot create another. */
export function tokenRoutes({ tokens, accounts }: TokenRouteParts): readonly Route[] {
  return defineRoutes(tokenApi, {
    'POST /api/tokens': {
      access: 'administer',
      audit: (_, made) => made && { ...made, token: undefined },
      handle: async ({ body }) => {
        if (body.account !== undefined && !accounts.active(body.account)) {
          throw new Problem('no-such-account', 'there is no account with this id')
        }
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
      audit: async ({ params }) => {
        const token = (await tokens.list()).find(({ id }) => id === params.id)
        return token && describe(token)
      },
      handle: async ({ params }) => {
        if (await tokens.revoke(params.id)) return undefined
        throw new Problem('no-such-token', 'there is no token of this id, or it was revoked before')
      },
    },
  })
}

function describe({ id, name, scopes, room, account, createdAt, ...times }: TokenRecord) {
  const { lastUsedAt, revokedAt } = times
  return { id, name, scopes, room, account, createdAt, lastUsedAt, revokedAt } // never the hash
}
