import { z } from 'zod'
import type { Db, Row, Statements } from '../engine/db.ts'
import { maybe, textOf, textsOf, wholeOf } from './column.ts'

const rules = z.enum(['anyone', 'followers'])
const states = z.enum(['open', 'closed', 'drawn', 'cancelled'])
const prizes = z.array(z.object({ name: z.string(), count: z.int() }))
const winners = z.array(z.object({ account: z.string(), prize: z.string() }))

/** A stored lottery. Times are epoch milliseconds of the database. */
export interface LotteryRecord {
  readonly id: string
  /** The slug of the live room. */
  readonly room: string
  /** The account that opened it. */
  readonly by: string
  readonly prizes: readonly z.output<typeof prizes>[number][]
  readonly rule: z.output<typeof rules>
  /** 32 bytes in hex; a secret until it is drawn. */
  readonly seed: string
  readonly state: z.output<typeof states>
  readonly openedAt: number
  readonly endsAt: number
  readonly entriesHash?: string | undefined
  readonly finishedAt?: number | undefined
  readonly winners?: readonly z.output<typeof winners>[number][] | undefined
}

/** A lottery before it is stored. */
export interface NewLottery extends Pick<
  LotteryRecord,
  'id' | 'room' | 'by' | 'prizes' | 'rule' | 'seed'
> {
  readonly lastsMs: number
}

/** A change of a lottery that is under a lock. */
export type LotteryChange = Partial<Pick<LotteryRecord, 'state' | 'entriesHash' | 'winners'>>

// The time of the database: it is the same for all servers, and goes on while none runs.
const now = '(extract(epoch from clock_timestamp()) * 1000)::bigint'

const columns =
  'id, room, opened_by, prizes, rule, seed, state, opened_at, ends_at, entries_hash, finished_at, winners'

/** Stores a lottery. @returns undefined if the room has one that is not finished. */
export async function insertLottery(
  db: Statements,
  { id, room, by, prizes: won, rule, seed, lastsMs }: NewLottery,
): Promise<LotteryRecord | undefined> {
  const [row] = await db.query(
    `insert into lotteries (id, room, opened_by, prizes, rule, seed, state, opened_at, ends_at)
     select $1, $2, $3, $4, $5, $6, 'open', at, at + $7::bigint from (select ${now} as at) as times
     on conflict (room) where state in ('open', 'closed') do nothing
     returning ${columns}`,
    [id, room, by, JSON.stringify(won), rule, seed, lastsMs],
    'write',
  )
  return row && lotteryOf(row)
}

/** Returns a lottery of a room; undefined if there is none. */
export async function findLottery(
  db: Statements,
  room: string,
  id: string,
): Promise<LotteryRecord | undefined> {
  const [row] = await db.query(`select ${columns} from lotteries where id = $1 and room = $2`, [
    id,
    room,
  ])
  return row && lotteryOf(row)
}

/** Returns at most `limit` lotteries of a room, the newest first. */
export async function listLotteries(
  db: Statements,
  room: string,
  limit: number,
): Promise<readonly LotteryRecord[]> {
  const rows = await db.query(
    `select ${columns} from lotteries where room = $1 order by opened_at desc, id limit $2`,
    [room, limit],
  )
  return rows.map(lotteryOf)
}

/**
 * Returns a lottery under a lock, and whether entries have ended: while it is held no entry is added and
 * no other transaction changes it.
 */
export async function lockLottery(
  tx: Statements,
  id: string,
): Promise<{ readonly lottery: LotteryRecord; readonly over: boolean } | undefined> {
  const [row] = await tx.query(`select ${columns} from lotteries where id = $1 for update`, [id])
  const [time] = await tx.query(`select ${now} as at`)
  if (!row || !time) return undefined
  const lottery = lotteryOf(row)
  return { lottery, over: wholeOf(time, 'at') >= lottery.endsAt }
}

/** Changes a lottery that is under a lock; a state that ends it gets its time. */
export async function changeLottery(
  tx: Statements,
  before: LotteryRecord,
  change: LotteryChange,
): Promise<LotteryRecord> {
  const { id, state, entriesHash = null, winners: won } = { ...before, ...change }
  const finished = state === 'drawn' || state === 'cancelled'
  const [row] = await tx.query(
    `update lotteries set state = $2, entries_hash = $3, winners = $4,
       finished_at = case when $5 then ${now} end
     where id = $1 returning ${columns}`,
    [id, state, entriesHash, won ? JSON.stringify(won) : null, finished],
  )
  if (!row) throw new RangeError(`the lottery ${id} is gone`)
  return lotteryOf(row)
}

/**
 * Adds an entry, unless entries have ended; an account has one. The lock makes the end wait for entries
 * on their way.
 *
 * @returns false if entries have ended.
 */
export async function enterLottery(db: Db, id: string, account: string): Promise<boolean> {
  const entered = await db.query(
    `insert into lottery_entries (lottery, account, entered_at)
     select id, $2, ${now} from (
       select id from lotteries where id = $1 and state = 'open' and ends_at > ${now} for share
     ) as open
     on conflict on constraint lottery_entries_pk do nothing
     returning lottery`,
    [id, account],
    'write',
  )
  if (entered.length > 0) return true
  const open = await db.query(
    `select from lotteries where id = $1 and state = 'open' and ends_at > ${now}`,
    [id],
    'write',
  )
  return open.length > 0 // it has entered before
}

/** Returns true if an account has an entry. */
export async function hasEntered(db: Statements, id: string, account: string): Promise<boolean> {
  const rows = await db.query('select from lottery_entries where lottery = $1 and account = $2', [
    id,
    account,
  ])
  return rows.length > 0
}

/** Returns the accounts that have entered. */
export async function entriesOf(db: Statements, id: string): Promise<readonly string[]> {
  const [row] = await db.query(
    `select coalesce(array_agg(account), '{}') as accounts from lottery_entries where lottery = $1`,
    [id],
  )
  return row ? textsOf(row, 'accounts') : []
}

/** Returns the number of entries of lotteries, by id; one without entries is absent. */
export async function countEntries(
  db: Statements,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query(
    `select lottery, count(*) as entries from lottery_entries
     where lottery = any($1::text[]) group by lottery`,
    [ids],
  )
  return new Map(rows.map((row) => [textOf(row, 'lottery'), wholeOf(row, 'entries')]))
}

/** Returns the open lotteries with the time until their end, ms; the next one first. */
export async function openLotteries(
  db: Statements,
): Promise<readonly { readonly id: string; readonly leftMs: number }[]> {
  const rows = await db.query(
    `select id, ends_at - ${now} as left_ms from lotteries where state = 'open' order by ends_at`,
  )
  return rows.map((row) => ({ id: textOf(row, 'id'), leftMs: wholeOf(row, 'left_ms') }))
}

function lotteryOf(row: Row): LotteryRecord {
  return {
    id: textOf(row, 'id'),
    room: textOf(row, 'room'),
    by: textOf(row, 'opened_by'),
    prizes: prizes.parse(JSON.parse(textOf(row, 'prizes'))),
    rule: rules.parse(textOf(row, 'rule')),
    seed: textOf(row, 'seed'),
    state: states.parse(textOf(row, 'state')),
    openedAt: wholeOf(row, 'opened_at'),
    endsAt: wholeOf(row, 'ends_at'),
    entriesHash: maybe(textOf, row, 'entries_hash'),
    finishedAt: maybe(wholeOf, row, 'finished_at'),
    winners: winnersIn(maybe(textOf, row, 'winners')),
  }
}

function winnersIn(text: string | undefined): LotteryRecord['winners'] {
  return text === undefined ? undefined : winners.parse(JSON.parse(text))
}
