import { ledgerApi } from '../../../../proto/api/coin/ledger.ts'
import { accountOf, type Principal } from '../../../account/principal.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import { checkLedger } from '../../../store/query/coin/check.ts'
import { listTransfers, type TransferRecord } from '../../../store/query/coin/transfer.ts'
import { defineRoutes } from '../../define-routes.ts'
import { problemOf } from '../../auth/room-entry.ts'
import type { Route } from '../../route.ts'
import { type LiveRouteParts, nameOf, personOf, requireAccount, requireLive } from '../live/view.ts'

/** Dependencies of {@link ledgerRoutes}. */
export interface LedgerRouteParts extends Pick<
  LiveRouteParts,
  'live' | 'accounts' | 'addressOf' | 'database'
> {
  readonly coins: { readonly ledger: Ledger }
  /** True if a power cut loses nothing that was answered. */
  readonly isDurable: boolean
}

/** Returns the routes of coins: statements, and what administrators give and take back. */
export function ledgerRoutes(parts: LedgerRouteParts): readonly Route[] {
  const { database, coins } = parts
  const { ledger } = coins
  return defineRoutes(ledgerApi, {
    'GET /api/me/ledger': {
      access: 'profile',
      handle: async ({ principal, query }) => {
        requireLive(parts)
        const { id: account } = personOf(principal, parts)
        const [wallet, page] = await Promise.all([
          ledger.wallet(account),
          pageOf({ ...query, account }, parts),
        ])
        const { balance, spent: spentToday, dailyLimit } = wallet
        return { balance, spentToday, dailyLimit, ...page }
      },
    },
    'GET /api/ledger': {
      access: 'inspect',
      handle: ({ query }) => {
        requireLive(parts)
        return pageOf(query, parts)
      },
    },
    'GET /api/ledger/check': {
      access: 'inspect',
      handle: () => {
        requireLive(parts)
        return checkLedger(database)
      },
    },
    'POST /api/ledger/topups': {
      access: 'issue',
      audit: (_, made) => made,
      handle: async ({ principal, body: { key, ...topUp } }) => {
        requireLive(parts)
        requireAccount(topUp.account, parts)
        return viewOf(await ledger.topUp(topUp, { by: actorOf(principal), key }), parts)
      },
    },
    'POST /api/ledger/refunds': {
      access: 'issue',
      audit: (_, made) => made,
      handle: async ({ principal, body: { key, transfer, reason } }) => {
        requireLive(parts)
        const refund = { transfer: Number(transfer), reason }
        return viewOf(await ledger.refund(refund, { by: actorOf(principal), key }), parts)
      },
    },
  })
}

/** Returns the account that answers for a transfer. */
function actorOf(principal: Principal): string {
  const account = accountOf(principal)
  if (account !== undefined) return account
  throw problemOf({ refused: 'not-allowed', reason: 'this is for accounts' }, principal)
}

async function pageOf(
  { limit, ...query }: Parameters<typeof listTransfers>[1],
  parts: LedgerRouteParts,
) {
  const found = await listTransfers(parts.database, { ...query, limit: limit + 1 })
  const page = found.slice(0, limit)
  const next = found.length > limit ? String(page.at(-1)?.id) : undefined
  const transfers = page.map((transfer) => viewOf(transfer, parts))
  return { transfers, next, durable: parts.isDurable }
}

function viewOf(
  { id, wallet, askedBy, refundOf, refundedBy, ...transfer }: TransferRecord,
  parts: LedgerRouteParts,
) {
  const byOthers = transfer.kind === 'topup' || transfer.kind === 'refund'
  return {
    ...transfer,
    id: String(id),
    account: nameOf(wallet, parts),
    by: byOthers ? nameOf(askedBy, parts) : undefined,
    refundOf: refundOf === undefined ? undefined : String(refundOf),
    refundedBy: refundedBy === undefined ? undefined : String(refundedBy),
  }
}
