import type { Statements } from '../../engine/db.ts'
import { textOf, wholeOf } from '../column.ts'

/** The result of a check of the ledger. */
export interface LedgerCheck {
  readonly accounts: number
  readonly transfers: number
  readonly entries: number
  /** The sum of all entries: 0. */
  readonly imbalance: number
  /** The faults that were found, at most 100. */
  readonly faults: readonly string[]
}

const mostFaults = 100

// Each returns one column of text, a row for each fault.
const rules: readonly string[] = [
  `select 'transfer ' || t.id || ' has entries with the sum ' || coalesce(sum(e.amount), 0)
     || ', ' || count(e.transfer) || ' of them'
   from transfers t left join entries e on e.transfer = t.id
   group by t.id having coalesce(sum(e.amount), 0) <> 0 or count(e.transfer) <> 2`,
  `select 'account ' || a.kind || ' ' || a.owner || ' has ' || a.balance || ', its entries '
     || coalesce(sum(e.amount), 0)
   from ledger_accounts a left join entries e on e.kind = a.kind and e.owner = a.owner
   group by a.kind, a.owner having a.balance <> coalesce(sum(e.amount), 0)`,
  `select 'account ' || kind || ' ' || owner || ' is overdrawn by ' || -balance
   from ledger_accounts where kind <> 'issue' and balance < 0`,
  `select kind || ' ' || id || ' has no order' from transfers t
   where kind in ('gift', 'superchat')
     and not exists (select 1 from gift_orders o where o.transfer = t.id)`,
  `select 'order ' || o.transfer || ' is for ' || o.coins || ' coins, paid were ' || -e.amount
   from gift_orders o join entries e on e.transfer = o.transfer and e.kind = 'wallet'
   where o.coins <> -e.amount`,
  `select 'refund ' || t.id || ' is not what was paid' from transfers t
   where t.kind = 'refund' and exists (
     select 1 from entries e where e.transfer = t.refund_of and not exists (
       select 1 from entries b where b.transfer = t.id and b.kind = e.kind and b.owner = e.owner
         and b.amount = -e.amount
     )
   )`,
]

/** Checks every account, transfer, entry and order, as they are at one time: one statement. */
export async function checkLedger(db: Statements): Promise<LedgerCheck> {
  const [row] = await db.query(
    `select (select count(*) from ledger_accounts) as accounts,
       (select count(*) from transfers) as transfers,
       (select count(*) from entries) as entries,
       (select coalesce(sum(amount), 0)::bigint from entries) as imbalance,
       (select coalesce(string_agg(fault, E'\\n'), '') from (
         select fault from (${rules.join(' union all ')}) as all_faults (fault) limit ${mostFaults}
       ) as faults) as faults`,
  )
  if (!row) throw new RangeError('the ledger was not checked')
  const faults = textOf(row, 'faults')
  return {
    accounts: wholeOf(row, 'accounts'),
    transfers: wholeOf(row, 'transfers'),
    entries: wholeOf(row, 'entries'),
    imbalance: wholeOf(row, 'imbalance'),
    faults: faults === '' ? [] : faults.split('\n'),
  }
}
