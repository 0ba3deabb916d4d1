import { auditApi } from '../../../../proto/api/account.ts'
import type { Accounts } from '../../../account/accounts.ts'
import type { Audit } from '../../../account/audit.ts'
import { defineRoutes } from '../../define-routes.ts'
import type { Route } from '../../route.ts'

/** Dependencies of {@link auditRoutes}. */
export interface AuditRouteParts {
  readonly accounts: Pick<Accounts, 'find'>
  readonly audit: Pick<Audit, 'list'>
}

const pageSize = 50

/** Returns the route of the audit log. */
export function auditRoutes({ accounts, audit }: AuditRouteParts): readonly Route[] {
  return defineRoutes(auditApi, {
    'GET /api/audit': {
      access: 'supervise',
      handle: async ({ query: { before, limit = pageSize } }) => {
        const found = await audit.list({ before, limit: limit + 1 })
        const page = found.slice(0, limit)
        const entries = page.map((entry) => ({ ...entry, name: accounts.find(entry.actor)?.name }))
        return { entries, next: found.length > limit ? page.at(-1)?.id : undefined }
      },
    },
  })
}
