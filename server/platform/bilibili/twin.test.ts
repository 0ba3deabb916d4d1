import fc from 'fast-check'
import Long from 'long'
import { expect, test } from 'vitest'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { createFakeRoom } from '../../hub/room.fake.ts'
import { seededRandom } from '../../lib/random.ts'
import { createPipeline } from '../../pipeline/pipeline.ts'
import type { PlatformDraft } from '../platform.ts'
import { messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

const gifts = 10_000
const apartMs = 30_000
const spreadMs = 600_000
const price = 100

interface Twin {
  readonly json: readonly PlatformDraft[]
  readonly packed: readonly PlatformDraft[]
}

const draftsOf = (message: object): readonly PlatformDraft[] =>
  bilibili.read(messageFrame(message), fakeTools).drafts

/** Returns one gift in both of its forms: from some of 300 viewers, one in ten of them masked. */
function twinOf(index: number): Twin {
  const viewer = index % 300
  const uid = viewer % 10 === 0 ? 0 : viewer
  const tid = String(4_800_000_000_000_000_000n + BigInt(index))
  const group = `batch:gift:combo_id:${viewer}:20001:31036`
  const num = 1 + (index % 5)
  const paid = num * price
  const json = {
    cmd: 'SEND_GIFT',
    data: {
      uid,
      uname: `观众${viewer}`,
      giftId: 31036,
      giftName: '小花花',
      num,
      price,
      total_coin: paid,
      coin_type: 'gold',
      tid,
      batch_combo_id: group,
      combo_stay_time: 5,
    },
  }
  const item = {
    giftId: Long.fromNumber(31036),
    giftName: '小花花',
    num: Long.fromNumber(num),
    price: Long.fromNumber(price),
    totalCoin: Long.fromNumber(paid),
    coinType: 'gold',
    tid,
    batchComboId: group,
    comboStayTime: Long.fromNumber(5),
  }
  const bytes = proto.SendGift.encode({
    switch: true,
    uid: Long.fromNumber(uid),
    uname: `观众${viewer}`,
    items: [item],
  }).finish()
  const pb = Buffer.from(bytes).toString('base64')
  return { json: draftsOf(json), packed: draftsOf({ cmd: 'SEND_GIFT_V2', data: { pb } }) }
}

const twins = Array.from({ length: gifts }, (_, index) => twinOf(index))
const sum = Array.from({ length: gifts }, (_, index) => (1 + (index % 5)) * price).reduce(
  (all, one) => all + one,
  0,
)

/** Returns the times of each form: the other one 30 s later, whichever is first. */
function schedule(seed: number): readonly (readonly [number, readonly PlatformDraft[]])[] {
  const random = seededRandom(seed)
  return twins
    .flatMap(({ json, packed }) => {
      const at = Math.floor(random() * spreadMs)
      const [first, second] = random() < 0.5 ? [json, packed] : [packed, json]
      return [[at, first] as const, [at + apartMs, second] as const]
    })
    .toSorted(([one], [other]) => one - other)
}

test('10,000 gifts in both forms, in any order and 30 s apart, are published once each', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const { room, tick, clock } = createFakeRoom(4 * gifts)
      const pipeline = createPipeline(clock, {
        recent: [],
        publish: (draft) => void room.publish('bilibili:1', draft),
      })
      let now = 0
      for (const [at, drafts] of schedule(seed)) {
        clock.advance(at - now)
        now = at
        for (const draft of drafts) pipeline.accept(draft)
      }
      clock.advance(apartMs)
      pipeline.close()
      tick()
      const events = Array.from(
        { length: room.head },
        (_, index) => JSON.parse(room.entry(index + 1)?.line ?? '') as FeedEvent,
      ).filter((event) => event.type === 'gift')
      const counted = events.filter(({ count }) => count > 0)
      expect(new Set(counted.map(({ id }) => id)).size).toBe(gifts)
      expect(counted).toHaveLength(gifts)
      expect(events.reduce((all, { value }) => all + value.amount, 0)).toBe(sum)
    }),
    { numRuns: 2 },
  )
}, 60_000)
