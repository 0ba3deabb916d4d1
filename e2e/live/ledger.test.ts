import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WantedGift } from '../../server/ledger/gifts.ts'
import {
  DailyLimitReached,
  KeyReused,
  NoSuchGift,
  NoSuchTransfer,
  PriceChanged,
  TooFewCoins,
} from '../../server/ledger/ledger-error.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { CommentRefused } from '../../server/live/comments.ts'
import { WrongState } from '../../server/live/live-rooms.ts'
import { type Db, StatementFailed } from '../../server/store/engine/db.ts'
import { checkLedger } from '../../server/store/query/coin/check.ts'
import {
  audienceBoard,
  contributorsOf,
  followersBoard,
  incomeBoard,
} from '../../server/store/query/coin/board.ts'
import { forgetSuperchats } from '../../server/store/query/coin/gift-order.ts'
import { findTransfer, listTransfers } from '../../server/store/query/coin/transfer.ts'
import { Conflict } from '../../server/store/query/conflict.ts'
import { countIn, type Engine, engineMs, engines } from '../store/engine.ts'
import { type LedgerParts, newKey, openLedger } from './ledger-parts.ts'

describe.each(Object.keys(engines))('the ledger on %s', (name) => {
  let engine: Engine
  let db: Db
  let parts: LedgerParts

  beforeAll(async () => {
    engine = await engines[name]!()
    db = engine.db
    parts = await openLedger(db, ['stage', 'attic'])
  }, engineMs)

  afterAll(() => engine.stop())

  const balanceOf = async (account: string) => (await parts.ledger.wallet(account)).balance
  const one = { gift: 'g10', quantity: 1 }

  test('S4-48 of 200 parallel gifts against coins for 10 exactly 10 are paid, three times', async () => {
    for (const account of ['ada', 'bob', 'eve']) {
      await parts.topUp(account, 100)
      const sent = Array.from({ length: 200 }, () =>
        parts.gifts.give(parts.giving(account, 'stage'), one),
      )
      const outcomes = await Promise.allSettled(sent)
      const refused = reasonsOf(outcomes)
      expect(refused).toHaveLength(190)
      expect(refused.every((reason) => reason instanceof TooFewCoins)).toBe(true)
      expect(await balanceOf(account)).toBe(0)
    }
    await parts.requireWhole()
    expect(await countIn(db, 'gift_orders')).toBe(30)
    expect(await countIn(db, 'outbox')).toBe(30)
  })

  test('S4-49 a key that is used a hundred times at once makes one transfer, with one answer', async () => {
    await parts.topUp('ivy', 50)
    const giving = parts.giving('ivy', 'stage')
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => parts.gifts.give(giving, one)),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await balanceOf('ivy')).toBe(40)
    // Also when nothing of it would be accepted any more, and with a later price.
    const { broadcast, ...room } = parts.rooms.get('stage')!
    parts.rooms.set('stage', { ...room, broadcast: { ...broadcast, state: { code: 3 } } })
    parts.catalogue.set('g10', { ...parts.catalogue.get('g10')!, price: 11, onSale: false })
    expect(await parts.gifts.give(giving, one)).toEqual(answers[0])
    parts.rooms.set('stage', { ...room, broadcast })
    parts.catalogue.set('g10', { ...parts.catalogue.get('g10')!, price: 10, onSale: true })
    const { gifts } = parts
    await expect(gifts.give(giving, { ...one, quantity: 2 })).rejects.toThrow(KeyReused)
    await expect(gifts.give({ ...giving, room: 'attic' }, one)).rejects.toThrow(KeyReused)
    await expect(gifts.write(giving, { text: 'x', coins: 10 })).rejects.toThrow(KeyReused)
    expect(await balanceOf('ivy')).toBe(40)
    await parts.requireWhole()
  })

  test('S4-47 what is refused takes nothing and is not shown', async () => {
    await parts.topUp('kim', 10)
    const [orders, shown] = [await countIn(db, 'gift_orders'), await countIn(db, 'outbox')]
    const { gifts, giving, rooms } = parts
    const { broadcast, ...room } = rooms.get('attic')!
    for (const code of [0, 3] as const) {
      rooms.set('attic', { ...room, broadcast: { ...broadcast, state: { code } } })
      await expect(gifts.give(giving('kim', 'attic'), one)).rejects.toThrow(WrongState)
    }
    rooms.set('attic', { ...room, broadcast })
    const give = (wanted: Partial<WantedGift>, account = 'kim') =>
      gifts.give(giving(account, 'stage'), { ...one, ...wanted })
    const write = (text: string) => gifts.write(giving('kim', 'stage'), { text, coins: 5 })
    await expect(give({ gift: 'none' })).rejects.toThrow(NoSuchGift)
    await expect(give({ price: 9 })).rejects.toThrow(PriceChanged)
    await expect(give({ quantity: 2 })).rejects.toThrow(TooFewCoins)
    await expect(give({}, 'nobody')).rejects.toThrow(TooFewCoins)
    await expect(write('spam')).rejects.toThrow(CommentRefused)
    await expect(write(' ')).rejects.toThrow(CommentRefused)
    expect(await balanceOf('kim')).toBe(10)
    expect([await countIn(db, 'gift_orders'), await countIn(db, 'outbox')]).toEqual([orders, shown])
    await parts.requireWhole()
  })

  test('S4-50 gifts within five seconds are one streak; a new price begins another one', async () => {
    await parts.topUp('leo', 1_000)
    const give = async (quantity = 1) => {
      const { what, transfer } = await parts.gifts.give(parts.giving('leo', 'stage'), {
        gift: 'g5',
        quantity,
      })
      return { ...what.combo, transfer }
    }
    const first = await give(3)
    parts.clock.advance(4_999)
    expect(await give(2)).toMatchObject({ first: first.transfer, total: 5 })
    parts.clock.advance(5_000)
    expect(await give()).toMatchObject({ total: 1 })
    parts.catalogue.set('g5', { ...parts.catalogue.get('g5')!, price: 6 })
    expect(await give()).toMatchObject({ total: 1 })
    expect(await balanceOf('leo')).toBe(1_000 - 15 - 10 - 5 - 6)
    parts.catalogue.set('g5', { ...parts.catalogue.get('g5')!, price: 5 })
  })

  test('a refund gives back what was paid, once, and withdraws what was shown', async () => {
    await parts.topUp('max', 100)
    const { transfer, event } = await parts.gifts.write(parts.giving('max', 'attic'), {
      text: ' hello ',
      coins: 60,
    })
    const refunds = Array.from({ length: 5 }, () =>
      parts.ledger.refund({ transfer, reason: 'by mistake' }, { by: 'admin', key: newKey() }),
    )
    const outcomes = await Promise.allSettled(refunds)
    const refused = reasonsOf(outcomes)
    expect(refused.every((reason) => reason instanceof Conflict)).toBe(true)
    expect(refused).toHaveLength(4)
    expect(await balanceOf('max')).toBe(100)
    const [last] = await db.query('select draft from outbox order by id desc limit 1')
    const target = { events: [`live:${event}`] }
    expect(JSON.parse(String(last!['draft']))).toEqual({ type: 'retract', target })
    expect(await contributorsOf(db, 'attic', { number: undefined, limit: 10 })).toEqual([])
    const askedBy = { by: 'admin', key: newKey() }
    for (const wrong of [transfer + 1, 999_999]) {
      const again = parts.ledger.refund({ transfer: wrong, reason: 'x' }, askedBy)
      await expect(again).rejects.toThrow(NoSuchTransfer)
    }
    await parts.requireWhole()
  })

  test('S4-51 a top-up can be taken back while its coins are there', async () => {
    const transfer = await parts.topUp('ned', 20)
    await parts.gifts.give(parts.giving('ned', 'stage'), one)
    const refund = { transfer, reason: 'by mistake' }
    const taken = parts.ledger.refund(refund, { by: 'admin', key: newKey() })
    await expect(taken).rejects.toThrow(TooFewCoins)
    await parts.topUp('ned', 10)
    const back = await parts.ledger.refund(refund, { by: 'admin', key: newKey() })
    expect(back).toMatchObject({ kind: 'refund', coins: -20, balance: 0, refundOf: transfer })
    await parts.requireWhole()
  })

  test('the limit of a day holds for gifts at once, and ends with the day', async () => {
    const limited = await openLedger(db, [], 25)
    limited.rooms.set('stage', parts.rooms.get('stage')!)
    await limited.topUp('pam', 1_000)
    const give = () => limited.gifts.give(limited.giving('pam', 'stage'), one)
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, give))
    const refused = reasonsOf(outcomes)
    expect(refused).toHaveLength(6)
    expect(refused[0]).toBeInstanceOf(DailyLimitReached)
    expect(refused[0]).toMatchObject({ waitMs: 12 * 3_600_000 })
    expect(await limited.ledger.wallet('pam')).toMatchObject({ balance: 980, spent: 20 })
    limited.clock.advance(12 * 3_600_000)
    await give()
    expect(await limited.ledger.wallet('pam')).toMatchObject({ balance: 970, spent: 10 })
  })

  test('what was stored cannot be changed, nor entries added that do not sum up', async () => {
    for (const sql of [
      'update entries set amount = 1',
      'delete from transfers',
      'update gift_orders set coins = 0',
      `insert into entries select transfer, 'issue', '', 5, 5 from entries where kind = 'wallet'
         and owner = 'ada' limit 1`,
      `update ledger_accounts set balance = -1 where kind = 'wallet'`,
    ]) {
      await expect(db.query(sql)).rejects.toThrow(StatementFailed)
    }
    await parts.requireWhole()
  })

  test('S2-27 S2-28 S2-29 the boards of the server are its tables, of equal scores the first first', async () => {
    const { rooms, clock } = parts
    const now = clock.now()
    const dayMs = 86_400_000
    const seen = [
      ['stage', 'a', now - 9 * dayMs],
      ['stage', 'b', now - 3 * dayMs],
      ['attic', 'a', now - 5 * dayMs],
      ['attic', 'b', now - 1],
    ] as const
    for (const [room, account, at] of seen) {
      await db.query(
        'insert into visits (room, account, first_at, last_at) values ($1, $2, $3, $3)',
        [room, account, at],
      )
      const host = rooms.get(room)!.host
      await db.query('insert into follows (account, host, followed_at) values ($1, $2, $3)', [
        account,
        host,
        at,
      ])
    }
    const within = (sinceMs: number) => ({ since: now - sinceMs, limit: 10 })
    const all = within(now)
    const both = [
      { of: 'stage', score: 2 },
      { of: 'attic', score: 2 },
    ]
    expect(await audienceBoard(db, all)).toEqual(both)
    expect(await audienceBoard(db, within(7 * dayMs))).toEqual([
      ...both.slice(1),
      { of: 'stage', score: 1 },
    ])
    expect(await audienceBoard(db, within(dayMs))).toEqual([{ of: 'attic', score: 1 }])
    const hosts = both.map((row) => ({ ...row, of: `host-${row.of}` }))
    expect(await followersBoard(db, all)).toEqual(hosts)
    const given = await listTransfers(db, { limit: 10_000 })
    const income = (room: string) =>
      given.filter((each) => each.room === room).reduce((sum, { coins }) => sum - coins, 0)
    const truth = ['stage', 'attic']
      .map((room) => ({ of: room, score: income(room) }))
      .filter(({ score }) => score > 0)
    expect(await incomeBoard(db, all)).toEqual(truth)
    expect(await incomeBoard(db, within(-dayMs))).toEqual([])
  })

  test('the texts of an account that is deleted are withdrawn, its coins stay', async () => {
    await parts.topUp('tom', 10)
    const giving = parts.giving('tom', 'stage')
    const { transfer } = await parts.gifts.write(giving, { text: 'mine', coins: 4 })
    await db.tx((tx) => forgetSuperchats(tx, 'tom', '{}'))
    await db.tx((tx) => forgetSuperchats(tx, 'tom', '{}'))
    expect(await findTransfer(db, transfer)).toMatchObject({ text: '', coins: -4 })
    expect(await countIn(db, `outbox where draft = '{}'`)).toBe(1)
    expect(await balanceOf('tom')).toBe(6)
    await parts.requireWhole()
  })

  test('S2-31 after 500 random gifts and refunds the boards are what the ledger has', async () => {
    const random = seededRandom(7)
    const truth = new Map<string, number>()
    const given: { readonly transfer: number; readonly account: string; readonly coins: number }[] =
      []
    const people = Array.from({ length: 12 }, (_, index) => `p${index}`)
    await Promise.all(people.map((account) => parts.topUp(account, 100_000)))
    const turn = async (index: number): Promise<void> => {
      const account = people[index % people.length]!
      const gift = ['g1', 'g10', 'g100'][Math.floor(random() * 3)]!
      const wanted = { gift, quantity: 1 + Math.floor(random() * 4) }
      const { transfer, coins } = await parts.gifts.give(parts.giving(account, 'attic'), wanted)
      truth.set(account, (truth.get(account) ?? 0) + coins)
      given.push({ transfer, account, coins })
      const back = random() < 0.2 ? given.shift() : undefined
      if (!back) return
      const askedBy = { by: 'admin', key: newKey() }
      await parts.ledger.refund({ transfer: back.transfer, reason: 'x' }, askedBy)
      truth.set(back.account, truth.get(back.account)! - back.coins)
    }
    for (let from = 0; from < 500; from += 20) {
      await Promise.all(Array.from({ length: 20 }, (_, step) => turn(from + step)))
    }
    const board = await contributorsOf(db, 'attic', { number: 1, limit: 100 })
    expect(new Map(board.map(({ of, score }) => [of, score]))).toEqual(truth)
    expect(board.map(({ score }) => score)).toEqual([...truth.values()].toSorted((a, b) => b - a))
    await parts.requireWhole()
    expect((await checkLedger(db)).transfers).toBeGreaterThan(600)
  })
})

/** Returns the reasons of the calls that were refused. */
function reasonsOf(outcomes: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
}
