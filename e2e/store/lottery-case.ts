import { defaultRules } from '../../server/live/comment-rules.ts'
import { expect } from 'vitest'
import { createFakeClock } from '../../server/lib/time/clock.fake.ts'
import { faultOf, seedHash } from '../../server/lottery/draw.ts'
import { Lotteries } from '../../server/lottery/lotteries.ts'
import { LotteryState } from '../../server/lottery/lottery-error.ts'
import { notStarted } from '../../server/live/broadcast-state.ts'
import { Conflict } from '../../server/store/query/conflict.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { type LiveRoomRecord, liveRoomTable } from '../../server/store/query/live-room.ts'
import { entriesOf } from '../../server/store/query/lottery.ts'
import { until } from '../kit/wait.ts'

const room: LiveRoomRecord = {
  slug: 'stage',
  host: 'h',
  visibility: 'public',
  rules: defaultRules,
  version: 1,
  createdAt: 0,
  broadcast: { title: 'Tonight', number: 1, state: notStarted, likes: 0, createdAt: 0 },
}
const wanted = {
  room: 'stage',
  by: 'h',
  prizes: [{ name: 'a cup', count: 2 }],
  rule: 'anyone',
} as const

/** Opens lotteries over a database; the first one has the id `l1`. */
function lotteriesOver(database: Db): Lotteries {
  let made = 0
  return new Lotteries({
    database,
    clock: createFakeClock(),
    drawId: () => `l${(made += 1)}`,
    drawSeed: () => 'ab'.repeat(32),
    nameOf: (account) => account.toUpperCase(),
    onStored: () => undefined,
    log: { warn: () => undefined },
  })
}

/** Runs a lottery over an engine, with a second server beside: entries race the end. @returns its states. */
export async function runLottery(db: Db, second: Db): Promise<readonly string[]> {
  await db.tx((tx) => liveRoomTable.save(tx, room))
  const [lotteries, others] = [lotteriesOver(db), lotteriesOver(second)]
  const { id, openedAt, endsAt } = await lotteries.open({ ...wanted, lastsMs: 1_500 })
  expect(endsAt - openedAt).toBe(1_500)
  await expect(lotteries.open({ ...wanted, lastsMs: 1_500 })).rejects.toThrow(Conflict)
  await Promise.all(Array.from({ length: 100 }, () => lotteries.enter(id, 'ada')))
  expect(await entriesOf(db, id)).toEqual(['ada'])
  let late = 0
  const racing = (async () => {
    for (; ; late++) await others.enter(id, `late-${late}`)
  })()
  await expect(lotteries.draw(id)).rejects.toThrow(LotteryState)
  await expect(racing).rejects.toThrow(LotteryState)
  await lotteries.begin() // a server that starts after the end
  await until(async () => (await lotteries.get('stage', id)).state === 'closed')
  await expect(lotteries.enter(id, 'ada')).rejects.toThrow(LotteryState)
  const drawn = await Promise.allSettled([lotteries.draw(id), others.draw(id)])
  expect(drawn.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const { seed, winners = [], prizes, ...lottery } = await lotteries.get('stage', id)
  const accounts = [...(await entriesOf(db, id))]
  expect(accounts).toHaveLength(late + 1)
  const shown = winners.map(({ account, prize }) => ({ id: account, prize }))
  const proof = { ...lottery, seed, seedHash: seedHash(seed), accounts, prizes: [...prizes] }
  expect(faultOf({ ...proof, entries: accounts.length, winners: shown })).toBeUndefined()
  const rows = await db.query(`select draft from outbox where room = 'stage' order by id`)
  const states = rows.map(({ draft }) => (JSON.parse(String(draft)) as { state: string }).state)
  await lotteries.close()
  return states
}
