import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createPipeline } from '../pipeline/pipeline.ts'
import { platforms } from './registry.ts'
import { edited, messageFrame } from './bilibili-packet/message.fake.ts'
import { fakeTools } from './bilibili-packet/context.fake.ts'

const root = join(import.meta.dirname, '../..')

/**
 * The meaning of a multiplication. `unit-price`: upstream sends the price of one. `feed-price`: an
 * event's own `price`, which is that of one by contract. `conversion`: an amount in another unit,
 * at a published rate. `made-up`: money of the demo. `display`: no money, or a setting.
 */
type Kind = 'unit-price' | 'feed-price' | 'conversion' | 'made-up' | 'display'

/**
 * Every multiplication of money in the tree: its file, its meaning, and its number of lines there.
 */
const table: readonly (readonly [file: string, kind: Kind, times: number])[] = [
  ['server/platform/total-price.ts', 'unit-price', 2], // itself
  ['server/platform/bilibili/normalize/membership.ts', 'unit-price', 1], // GUARD_BUY
  ['server/platform/bilibili-open/normalize/gift.ts', 'unit-price', 1], // r_price
  ['server/pipeline/combo-event.ts', 'unit-price', 2], // Douyin sends the diamonds of one gift
  ['server/platform/bilibili-packet/money.ts', 'conversion', 2], // battery, yuan
  ['server/platform/douyin/gift-item.ts', 'conversion', 1], // diamonds
  ['server/platform/demo/tally.ts', 'made-up', 1],
  ['server/platform/demo/giver.ts', 'made-up', 1],
  ['overlay/page/studio/traffic/made.ts', 'made-up', 3],
  ['overlay/client/money.ts', 'feed-price', 2], // and the weight of coins
  ['server/ledger/gift-order.ts', 'unit-price', 1], // of the catalogue
  ['overlay/element/danmu-gift-panel/danmu-gift-panel.ts', 'unit-price', 1], // of the catalogue
  ['overlay/element/danmu-stats/danmu-stats.ts', 'display', 2],
  ['overlay/element/danmu-stats/figure.ts', 'display', 1],
  ['overlay/element/danmu-gift/effect.ts', 'display', 1],
  ['overlay/element/danmu-gift/chime.ts', 'display', 2],
  ['overlay/locale/zh-cn/option.ts', 'display', 1],
  ['overlay/locale/en/option.ts', 'display', 1],
]

const money = /price|worth|amount|cents|value|paid|coin|diamond|fen\b|gold|batter|yuan|money/i
const product = / \* |\*=|totalPrice\(/
const isComment = /^\s*(?:\/\/|\/?\*)/

/** Returns the number of lines that multiply money, by file. */
function found(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const folder of ['server', 'overlay', 'signer']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || /\.(?:test|fake)\.ts$/.test(name)) continue
      const lines = readFileSync(join(root, folder, name), 'utf8').split('\n')
      const multiplying = lines.filter(
        (line) => product.test(line) && money.test(line) && !isComment.test(line),
      )
      if (multiplying.length > 0) counts[`${folder}/${name}`] = multiplying.length
    }
  }
  return counts
}

test('every multiplication of money is in the table, with its meaning', () => {
  expect(found()).toEqual(Object.fromEntries(table.map(([file, , times]) => [file, times])))
})

/** Returns the first event that is published for one message. */
function published(
  platform: string,
  path: string,
  changes: Readonly<Record<string, unknown>>,
): Draft {
  const wire = platforms.get(platform)
  if (wire?.kind !== 'wire') throw new TypeError(`${platform} has no codec`)
  const message = JSON.parse(
    readFileSync(join(import.meta.dirname, platform, 'fixture', path), 'utf8'),
  ) as object
  const clock = createFakeClock(0)
  const drafts: Draft[] = []
  const pipeline = createPipeline(clock, { recent: [], publish: (draft) => drafts.push(draft) })
  for (const draft of wire.read(messageFrame(edited(message, changes)), fakeTools).drafts) {
    pipeline.accept(draft)
  }
  clock.advance(60_000)
  return drafts[0]!
}

describe('the proof that a price is', () => {
  test('of one: GUARD_BUY has the list price of a month, whatever their number', () => {
    const bought = (num: number) =>
      published('bilibili', 'message/GUARD_BUY.1.json', { 'data.num': num })
    expect(bought(1)).toMatchObject({ value: { amount: 198_000 } }) // a captain costs that a month
    expect(bought(3)).toMatchObject({ months: 3, value: { amount: 3 * 198_000 } })
  })

  test('of one: r_price is the value of each of the gifts', () => {
    const gift = published('bilibili-open', 'message/LIVE_OPEN_PLATFORM_SEND_GIFT.json', {
      'data.gift_num': 5,
    })
    expect(gift).toMatchObject({ count: 5, value: { amount: 500 } })
  })

  test('of all: a toast has the price of the order', () => {
    const toast = published('bilibili', 'message/USER_TOAST_MSG.1.json', {
      'data.num': 3,
      'data.price': 514_000,
    })
    expect(toast).toMatchObject({ months: 3, value: { amount: 514_000 } })
  })

  test('of all: the open platform sends the same membership price as the toast', () => {
    const bought = published('bilibili-open', 'message/LIVE_OPEN_PLATFORM_GUARD.json', {
      'data.guard_num': 3,
    })
    expect(bought).toMatchObject({ months: 3, value: { amount: 138_000 } })
  })

  test('of all: total_coin is the amount paid for the gifts of a message', () => {
    const changes = {
      'data.num': 5,
      'data.price': 100,
      'data.total_coin': 300,
      'data.coin_type': 'gold',
    }
    const gift = published('bilibili', 'message/SEND_GIFT.3.json', changes)
    expect(gift).toMatchObject({ count: 5, price: { amount: 100 }, value: { amount: 300 } })
  })
})
