import { flagOf, textOf } from '../query/column.ts'
import type { Db, Statements } from './db.ts'

/** The outcome of {@link ensurePartitions}. */
export interface PartitionReport {
  /** The tables that were created. */
  readonly created: readonly string[]
  /** True if the default partition has events: no partition of their day existed in time. */
  readonly strays: boolean
}

/** A day of events, which has one partition. */
export interface Day {
  /** The name of its table. */
  readonly name: string
  /** Epoch milliseconds; `from` is included, `to` is not. */
  readonly from: number
  readonly to: number
}

const dayMs = 86_400_000
const daysAhead = 7
// An arbitrary number, other than that of the migrations.
const lockKey = 7_236_842

/**
 * Creates the partitions of yesterday (the log may have lines that are not stored yet), today and the
 * next seven days; called at the start and daily. Events in the default partition move to their day.
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

/** Returns the days from yesterday to seven days ahead, in UTC. */
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

/** Returns the SQL of a partition. It contains only dates and numbers: DDL has no parameters. */
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
