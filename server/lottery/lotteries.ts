import type { Draft } from '../../proto/feed/index.ts'
import type { Logger } from '../lib/logger.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import { liveUser } from '../live/live-draft.ts'
import { type Db, DatabaseUnavailable, type Statements } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import {
  changeLottery,
  enterLottery,
  entriesOf,
  findLottery,
  insertLottery,
  listLotteries,
  lockLottery,
  type LotteryChange,
  type LotteryRecord,
  type NewLottery,
  openLotteries,
} from '../store/query/lottery.ts'
import { addRow } from '../store/query/outbox.ts'
import { draw, entriesHash, seedHash } from './draw.ts'
import { LotteryState, NoSuchLottery } from './lottery-error.ts'

/** Dependencies of {@link Lotteries}. */
export interface LotteriesParts {
  readonly database: Db
  readonly clock: Clock
  /** Draws the id of a lottery. */
  readonly drawId: () => string
  /** Draws 32 bytes, in hex. */
  readonly drawSeed: () => string
  /** Returns the name of an account. */
  readonly nameOf: (account: string) => string
  /** Called when an event is stored and is to be shown. */
  readonly onStored: () => void
  readonly log: Pick<Logger, 'warn'>
}

const mostListed = 20

// Another server may open a lottery, and a clock may be wrong: the database is asked again at the latest.
const bounds = { soonestMs: 50, latestMs: 60_000, retryMs: 5_000 }

/**
 * The lotteries of live rooms. Each change is stored together with the event that shows it. Entries end
 * by the time of the database: a lottery that ended while no server ran is closed at the next start.
 */
export class Lotteries {
  readonly #parts: LotteriesParts
  #next: { readonly dueAt: number; readonly timer: Timer } | undefined
  #closing: Promise<void> | undefined
  #closed = false
  #begun = false

  constructor(parts: LotteriesParts) {
    this.#parts = parts
  }

  /** Begins to close lotteries at their end. */
  async begin(): Promise<void> {
    this.#begun = true
    await this.#closeDue()
  }

  /** Closes nothing more. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    this.#next?.timer.cancel()
    await this.#closing
  }

  /** Opens a lottery. @throws Conflict if the room has one that is not finished. */
  async open(wanted: Omit<NewLottery, 'id' | 'seed'>): Promise<LotteryRecord> {
    const { database, drawId, drawSeed, onStored } = this.#parts
    const made = { ...wanted, id: drawId(), seed: drawSeed() }
    const opened = await database.tx(async (tx) => {
      const lottery = await insertLottery(tx, made)
      if (lottery) await this.#show(tx, lottery)
      return lottery
    }, 'write')
    if (!opened)
      throw new Conflict('the room has a lottery that is not finished: draw or cancel it')
    onStored()
    if (this.#begun) this.#schedule(wanted.lastsMs)
    return opened
  }

  /** Returns the last lotteries of a room, the newest first. */
  list(room: string): Promise<readonly LotteryRecord[]> {
    return listLotteries(this.#parts.database, room, mostListed)
  }

  /** Returns a lottery of a room. @throws NoSuchLottery */
  async get(room: string, id: string): Promise<LotteryRecord> {
    const lottery = await findLottery(this.#parts.database, room, id)
    if (!lottery) throw new NoSuchLottery(`there is no lottery ${id} in this room`)
    return lottery
  }

  /** Adds the entry of an account, once. @throws LotteryState after the end of entries. */
  async enter(id: string, account: string): Promise<void> {
    if (!(await enterLottery(this.#parts.database, id, account))) {
      throw new LotteryState('the lottery takes no entries any more')
    }
  }

  /** Draws the winners. @throws LotteryState before the end of entries, and once it is finished. */
  draw(id: string): Promise<LotteryRecord> {
    return this.#change(id, async (tx, { lottery, over }) => {
      if (lottery.state === 'open' && !over) throw new LotteryState('entries have not ended')
      requireUnfinished(lottery)
      const closed = lottery.state === 'open' ? await this.#end(tx, lottery) : lottery
      const entries = await entriesOf(tx, id)
      return changeLottery(tx, closed, { state: 'drawn', winners: draw({ ...closed, entries }) })
    })
  }

  /** Ends a lottery without winners. @throws LotteryState once it is finished. */
  cancel(id: string): Promise<LotteryRecord> {
    return this.#change(id, (tx, { lottery }) => {
      requireUnfinished(lottery)
      return changeLottery(tx, lottery, { state: 'cancelled' })
    })
  }

  async #change(
    id: string,
    change: (tx: Statements, locked: Locked) => Promise<LotteryRecord>,
  ): Promise<LotteryRecord> {
    const { database, onStored } = this.#parts
    const changed = await database.tx(async (tx) => {
      const locked = await lockLottery(tx, id)
      if (!locked) throw new NoSuchLottery(`there is no lottery ${id}`)
      const lottery = await change(tx, locked)
      await this.#show(tx, lottery)
      return lottery
    }, 'write')
    onStored()
    return changed
  }

  /** Closes every lottery whose end has come, and comes back at the next end. */
  #closeDue(): Promise<void> {
    this.#closing ??= this.#closeAll().finally(() => (this.#closing = undefined))
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    const { database, log } = this.#parts
    let inMs = bounds.retryMs
    try {
      const open = await openLotteries(database)
      for (const { id, leftMs } of open) if (leftMs <= 0) await this.#closeOne(id)
      const next = open.find(({ leftMs }) => leftMs > 0)?.leftMs ?? bounds.latestMs
      inMs = Math.min(bounds.latestMs, Math.max(bounds.soonestMs, next))
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) log.warn({ error }, 'lotteries not closed')
    }
    this.#schedule(inMs)
  }

  async #closeOne(id: string): Promise<void> {
    const { database, onStored } = this.#parts
    await database.tx(async (tx) => {
      const locked = await lockLottery(tx, id)
      if (locked?.over && locked.lottery.state === 'open') await this.#end(tx, locked.lottery)
    }, 'write')
    onStored()
  }

  /** Ends the entries of a lottery under a lock: their hash fixes them. */
  async #end(tx: Statements, lottery: LotteryRecord): Promise<LotteryRecord> {
    const entries = await entriesOf(tx, lottery.id)
    const change: LotteryChange = { state: 'closed', entriesHash: entriesHash(entries) }
    const closed = await changeLottery(tx, lottery, change)
    await this.#show(tx, closed)
    return closed
  }

  #show(tx: Statements, lottery: LotteryRecord): Promise<void> {
    const draft = JSON.stringify(draftOf(lottery, this.#parts.nameOf))
    return addRow(tx, { room: lottery.room, draft })
  }

  /** Comes back after a time, unless that happens earlier anyway. */
  #schedule(inMs: number): void {
    const { clock } = this.#parts
    const dueAt = clock.now() + inMs
    if (this.#closed || (this.#next && this.#next.dueAt <= dueAt)) return
    this.#next?.timer.cancel()
    const timer = clock.after(inMs, () => {
      this.#next = undefined
      void this.#closeDue()
    })
    this.#next = { dueAt, timer }
  }
}

type Locked = NonNullable<Awaited<ReturnType<typeof lockLottery>>>

function requireUnfinished({ state }: LotteryRecord): void {
  if (state === 'drawn' || state === 'cancelled') throw new LotteryState(`the lottery is ${state}`)
}

const feedStates = { open: 'open', closed: 'closed', drawn: 'drawn', cancelled: 'closed' } as const

/** Returns the event of a lottery in its present state. */
function draftOf(lottery: LotteryRecord, nameOf: LotteriesParts['nameOf']): Draft {
  const { id, state, prizes, rule, openedAt, endsAt, finishedAt, winners } = lottery
  const ended = state === 'open' ? openedAt : endsAt
  return {
    type: 'lottery',
    lotteryId: id,
    at: finishedAt ?? ended,
    state: feedStates[state],
    prizes: [...prizes],
    ...(rule === 'followers' && { conditions: [rule] }),
    startsAt: openedAt,
    endsAt,
    seedHash: seedHash(lottery.seed),
    ...(lottery.entriesHash !== undefined && { entriesHash: lottery.entriesHash }),
    ...(state === 'drawn' && { seed: lottery.seed }),
    ...(winners && {
      winners: winners.map(({ account, prize }) => ({
        user: liveUser({ id: account, name: nameOf(account) }),
        prize,
      })),
    }),
  }
}
