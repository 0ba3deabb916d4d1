import { flagOf, textOf } from '../query/column.ts'
import type { Db, Statements } from './db.ts'

/** The outcome of {@link ensurePartitions}. */
export interface PartitionReport {
  /** Tables that were made. */
  readonly created: readonly string[]
  /** True if the net holds events: of days that were not made in time, or with a wrong clock. */
  readonly strays: boolean
}

/** A day of events. */
export interface Day {
  /** Its table. */
  readonly name: string
  /** Epoch milliseconds: from is included, to is not. */
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
const daysAhead = 7
// Any number but the one of the migrations.
const lockKey = 7_236_842

/**
 * Sees to it that yesterday (the log may hold lines the database has not seen), today and the next
 * seven days have a partition each; to be called at the start and daily. Events that fell into the
 * net meanwhile move to their day.
 */
export async function ensurePartitions(db: Db, now: number): Promise<PartitionReport> {
  const created = await db.tx(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [lockKey])
    const there = await existing(tx)
    const missing = daysAround(now).filter(({ name }) => !there.has(name))
    for (const day of missing) await tx.script(createSql(day))
    return missing.map(({ name }) => name)
  }, 'write')
  const [row] = await db.query('select exists (select from events_default) as strays')
  return { created, strays: row !== undefined && flagOf(row, 'strays') }
}

/** Yesterday to seven days ahead, in UTC. */
export function daysAround(now: number): readonly Day[] {
  const today = Math.floor(now / dayMs)
  return Array.from({ length: daysAhead + 2 }, (_, index) => {
    const from = (today - 1 + index) * dayMs
    const date = new Date(from).toISOString().slice(0, 10).replaceAll('-', '')
    return { name: `events_${date}`, from, to: from + dayMs }
  })
}

async function existing(tx: Statements): Promise<ReadonlySet<string>> {
  const rows = await tx.query(
    `select c.relname::text as name from pg_inherits i
     join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'events'::regclass`,
  )
  return new Set(rows.map((row) => textOf(row, 'name')))
}

/** Data definition takes no parameters; all that is put in here are dates and numbers of ours. */
function createSql({ name, from, to }: Day): string {
  return `
    lock table events_default in access exclusive mode;
    create table ${name} (like events including all);
    with moved as (
      delete from events_default where received_at >= ${from} and received_at < ${to} returning *
    )
    insert into ${name} select * from moved;
    alter table events attach partition ${name} for values from (${from}) to (${to});`
}
