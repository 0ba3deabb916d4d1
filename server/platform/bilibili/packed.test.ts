import Long from 'long'
import { describe, expect, test } from 'vitest'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import type { Reading } from '../platform.ts'
import { messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

const read = (message: object): Reading => bilibili.read(messageFrame(message), fakeTools)
const long = (value: number | string): Long => Long.fromValue(value)
const packed = (cmd: string, bytes: Uint8Array, encoding: BufferEncoding = 'base64'): Reading =>
  read({ cmd, data: { pb: Buffer.from(bytes).toString(encoding) } })

describe('INTERACT_WORD_V2', () => {
  const presence = (fields: proto.InteractWord.$Properties): Uint8Array =>
    proto.InteractWord.encode({
      uid: long('3546559824567891'),
      uname: '观众甲',
      msgType: 1,
      roomid: long(545068),
      timestamp: long(1769539537),
      fansMedal: { medalLevel: 21, medalName: '德云色', anchorRoomid: long(545068) },
      privilegeType: 3,
      uinfo: { base: { face: 'http://i0.hdslb.com/a.jpg' }, wealth: { level: 16 } },
      ...fields,
    }).finish()

  test('has the same meaning as the JSON form', () => {
    const json = read({
      cmd: 'INTERACT_WORD',
      data: {
        uid: 3546559824567891,
        uname: '观众甲',
        msg_type: 1,
        roomid: 545068,
        timestamp: 1769539537,
        fans_medal: { medal_level: 21, medal_name: '德云色', anchor_roomid: 545068 },
        privilege_type: 3,
        uinfo: { base: { face: 'http://i0.hdslb.com/a.jpg' }, wealth: { level: 16 } },
      },
    })
    expect(packed('INTERACT_WORD_V2', presence({}))).toEqual(json)
    expect(json.drafts).toEqual([
      {
        type: 'enter',
        at: 1769539537000,
        user: {
          id: 'bilibili:3546559824567891',
          name: '观众甲',
          avatar: 'https://i0.hdslb.com/a.jpg',
          level: 16,
          fan: { name: '德云色', level: 21, own: true },
          guard: 3,
        },
        provisional: { kind: 'confirmed', key: 'enter/bilibili:3546559824567891', waitMs: 2000 },
      },
    ])
  })

  test.each([
    [1, { type: 'enter' }],
    [2, { type: 'follow' }],
    [3, { type: 'share' }],
    [4, { type: 'follow' }],
    [5, { type: 'follow' }],
    [6, { type: 'like', count: 1 }],
  ])('of type %i is %o', (msgType, draft) => {
    expect(packed('INTERACT_WORD_V2', presence({ msgType })).drafts).toMatchObject([draft])
  })

  test('without a uid is of a masked user', () => {
    const { drafts } = packed('INTERACT_WORD_V2', presence({ uid: long(0), fansMedal: null }))
    expect(drafts[0]).toMatchObject({ user: { name: '观众甲', masked: true } })
    expect(drafts[0]).not.toHaveProperty('user.id')
  })

  test('is read from the URL-safe alphabet too', () => {
    const bytes = presence({ uname: '???>>>~~~' })
    expect(Buffer.from(bytes).toString('base64url')).toMatch(/[-_]/)
    const { drafts } = packed('INTERACT_WORD_V2', bytes, 'base64url')
    expect(drafts).toMatchObject([{ user: { name: '???>>>~~~' } }])
  })

  test('that is cut short anywhere is a fault or a message with less in it, never an exception', () => {
    const bytes = presence({})
    for (let length = 0; length < bytes.length; length++) {
      const { drafts, faults } = packed('INTERACT_WORD_V2', bytes.subarray(0, length))
      expect(drafts.length + faults.length).toBe(1)
    }
  })
})

describe('SEND_GIFT_V2', () => {
  const item: proto.SendGift.Item.$Properties = {
    giftId: long(35464),
    giftName: '甜蜜契约',
    num: long(5),
    price: long(35000),
    totalCoin: long(165000),
    coinType: 'gold',
    tid: '4711',
    timestamp: long(1786000000),
    batchComboId: 'batch:1',
    comboStayTime: long(5),
    giftInfo: { imgBasic: 'https://i0.hdslb.com/g.png' },
  }
  const gift = (fields: proto.SendGift.$Properties): Uint8Array =>
    proto.SendGift.encode({
      switch: true,
      uid: long(42),
      uname: '观众甲',
      face: 'https://i0.hdslb.com/a.jpg',
      guardLevel: 3,
      medal: { medalLevel: 12, medalName: '测试牌' },
      blindGift: { originalGiftId: long(35461), originalGiftName: '心动盲盒' },
      wealth: { level: 30 },
      items: [item],
      ...fields,
    }).finish()

  test('has the item from a blind box and the price of the box', () => {
    expect(packed('SEND_GIFT_V2', gift({})).drafts).toEqual([
      {
        type: 'gift',
        id: 'bilibili:gift-4711',
        at: 1786000000000,
        user: {
          id: 'bilibili:42',
          name: '观众甲',
          avatar: 'https://i0.hdslb.com/a.jpg',
          level: 30,
          fan: { name: '测试牌', level: 12 },
          guard: 3,
        },
        gift: { id: '35464', name: '甜蜜契约', image: 'https://i0.hdslb.com/g.png' },
        price: { amount: 35000, unit: 'gold', cents: 3500 },
        tally: 'added',
        count: 5,
        value: { amount: 165000, unit: 'gold', cents: 16500 },
        combo: { group: 'batch:1', final: false, idleMs: 5000 },
        box: { id: '35461', name: '心动盲盒' },
      },
    ])
  })

  test('has the same meaning as the JSON form, so the room publishes one of them', () => {
    const json = read({
      cmd: 'SEND_GIFT',
      data: {
        uid: 42,
        uname: '观众甲',
        face: 'https://i0.hdslb.com/a.jpg',
        guard_level: 3,
        wealth_level: 30,
        medal_info: { medal_level: 12, medal_name: '测试牌' },
        blind_gift: { original_gift_id: 35461, original_gift_name: '心动盲盒' },
        giftId: 35464,
        giftName: '甜蜜契约',
        num: 5,
        price: 35000,
        total_coin: 165000,
        coin_type: 'gold',
        tid: '4711',
        timestamp: 1786000000,
        batch_combo_id: 'batch:1',
        combo_stay_time: 5,
        gift_info: { img_basic: 'https://i0.hdslb.com/g.png' },
      },
    })
    expect(packed('SEND_GIFT_V2', gift({}))).toEqual(json)
  })

  test('has each of its items, even if they share a transaction', () => {
    const items = [item, { ...item, giftName: '小花花' }, { ...item, tid: '4712' }]
    const { drafts } = packed('SEND_GIFT_V2', gift({ items, blindGift: null }))
    expect(drafts.map(({ id }) => id)).toEqual([
      'bilibili:gift-4711',
      'bilibili:gift-4711-2',
      'bilibili:gift-4712',
    ])
  })

  test('of unknown coins has them as they are, without a value', () => {
    const { drafts } = packed('SEND_GIFT_V2', gift({ items: [{ ...item, coinType: 'shells' }] }))
    expect(drafts).toMatchObject([{ value: { amount: 165000, unit: 'coin', cents: 0 } }])
  })

  test('that the official page would not show is no event, counted, and stored unchanged', () => {
    for (const off of [false, null]) {
      expect(packed('SEND_GIFT_V2', gift({ switch: off }))).toMatchObject({
        drafts: [],
        effects: [{ kind: 'ignored', method: 'SEND_GIFT_V2' }],
        raws: [{ method: 'SEND_GIFT_V2', data: { cmd: 'SEND_GIFT_V2' } }],
        faults: [],
      })
    }
  })

  test('of a masked user has no hash except that of the relay', () => {
    const masked = { ...item, batchComboId: 'batch:08f75835' }
    const { drafts } = packed('SEND_GIFT_V2', gift({ uid: long(0), items: [masked] }))
    expect(JSON.stringify(drafts)).not.toContain('08f75835')
    expect(drafts).toMatchObject([
      { user: { masked: true }, combo: { group: expect.stringMatching(/^masked-\w+$/) } },
    ])
  })

  test.each([
    ['no items', { items: [] }],
    ['an item of no coins', { items: [item, { ...item, coinType: '' }] }],
    ['a negative amount', { items: [{ ...item, totalCoin: long(-1) }] }],
  ])('with %s is a fault', (_name, fields) => {
    expect(packed('SEND_GIFT_V2', gift(fields))).toMatchObject({
      drafts: [],
      faults: [{ kind: 'bad-message', method: 'SEND_GIFT_V2' }],
    })
  })
})

describe('ONLINE_RANK_V3', () => {
  const row = (rank: number): proto.OnlineRank.Row.$Properties => ({
    uid: long(rank),
    uname: `观众${rank}`,
    face: 'https://i0.hdslb.com/a.jpg',
    score: String(1000 - rank),
    rank,
    guardLevel: rank === 1 ? 2 : 0,
  })

  test('has the same meaning as the JSON form', () => {
    const bytes = proto.OnlineRank.encode({
      rankType: 'online_rank',
      onlineList: [row(1)],
    }).finish()
    const json = read({
      cmd: 'ONLINE_RANK_V2',
      data: {
        rank_type: 'online_rank',
        online_list: [
          {
            uid: 1,
            uname: '观众1',
            face: 'https://i0.hdslb.com/a.jpg',
            score: '999',
            rank: 1,
            guard_level: 2,
          },
        ],
      },
    })
    expect(packed('ONLINE_RANK_V3', bytes)).toEqual(json)
    expect(json.drafts).toMatchObject([
      { type: 'rank', board: 'online-rank', rows: [{ score: 999 }] },
    ])
  })

  test('reads the list of its board, and no more than 100 rows of it', () => {
    const list = Array.from({ length: 120 }, (_, index) => row(index + 1))
    const bytes = proto.OnlineRank.encode({ rankType: 'gold-rank', list }).finish()
    const [draft] = packed('ONLINE_RANK_V3', bytes).drafts
    expect(draft).toMatchObject({ type: 'rank', board: 'gold-rank' })
    expect(draft?.type === 'rank' && draft.rows.length).toBe(100)
  })
})

test.each(['INTERACT_WORD_V2', 'SEND_GIFT_V2', 'ONLINE_RANK_V3'])(
  '%s without protobuf in it is one fault',
  (cmd) => {
    for (const pb of [undefined, '', '%%%', 7, 'AAAA', {}]) {
      expect(read({ cmd, data: { pb } })).toMatchObject({ drafts: [], faults: [{ method: cmd }] })
    }
  },
)
