import Long from 'long'
import { describe, expect, test } from 'vitest'
import {
  AudioChatMessage,
  ControlMessage,
  FansclubMessage,
  GiftMessage,
  LightGiftMessage,
  LotteryDrawResultEventMessage,
  LotteryEventNewMessage,
  LuckyBoxEndMessage,
  MemberMessage,
  NotifyMessage,
  RoomMessage,
  RoomRankMessage,
  RoomStatsMessage,
  RoomUserSeqMessage,
  SocialMessage,
} from '../../../../proto/gen/douyin.js'
import { draftsOf, readOne } from '../frame.fake.ts'

const long = (value: number): Long => Long.fromNumber(value)
const user = { id: long(7), nickname: '甲' }
const flower = { id: long(463), name: '小心心', diamondCount: 2 }

describe('S0-2 a gift', () => {
  const gift = (message: GiftMessage.$Properties) =>
    draftsOf('WebcastGiftMessage', GiftMessage, {
      user,
      gift: flower,
      groupCount: long(1),
      comboCount: long(1),
      ...message,
    })

  test.each([
    ['the running total', { repeatCount: long(5), comboCount: long(5), groupCount: long(1) }, 5],
    ['taps times bundle', { repeatCount: long(1), comboCount: long(3), groupCount: long(66) }, 198],
    ['the newer total', { repeatCount: long(1), totalCount: long(9) }, 9],
    ['items, where a tap is one', { repeatCount: long(4), groupCount: long(1) }, 4],
  ])('counts as %s', (_what, counters, count) => {
    expect(gift(counters)).toMatchObject([{ tally: 'added', count }])
  })

  test('is a streak by its gift or by the way it was sent', () => {
    const groupId = long(1776121390)
    const combo = { group: '1776121390', final: false }
    expect(gift({ groupId, sendType: long(4) })).toMatchObject([{ tally: 'total', combo }])
    expect(gift({ groupId, gift: { ...flower, combo: true }, repeatEnd: 1 })).toMatchObject([
      { tally: 'total', combo: { ...combo, final: true } },
    ])
    expect(gift({ groupId })[0]).not.toHaveProperty('combo')
  })

  test('has a price in diamonds, ten of them for 1 CNY', () => {
    expect(gift({})).toMatchObject([{ price: { amount: 2, unit: 'diamond', cents: 20 } }])
  })

  test.each([
    ['no gift', { gift: null }],
    ['a negative price', { gift: { ...flower, diamondCount: -1 } }],
    [
      'a count beyond all numbers',
      { groupCount: Long.fromString('4000000000'), comboCount: Long.fromString('4000000000') },
    ],
  ])('with %s goes to the diagnostic stream', (_what, message) => {
    const reading = readOne('WebcastGiftMessage', GiftMessage, { user, gift: flower, ...message })
    expect(reading.drafts).toEqual([])
    expect(reading.raws).toHaveLength(1)
  })
})

describe('a light gift', () => {
  const light = (message: LightGiftMessage.$Properties) =>
    draftsOf('WebcastLightGiftMessage', LightGiftMessage, {
      common: { user },
      giftStruct: flower,
      ...message,
    })

  test('has its sender and count', () => {
    expect(light({ count: long(3) })).toMatchObject([
      { type: 'gift', user: { id: 'douyin:7' }, tally: 'added', count: 3 },
    ])
  })

  test('counts its own number, however it was sent', () => {
    expect(light({ repeatCount: long(2), giftStruct: { ...flower, combo: true } })).toMatchObject([
      { tally: 'added', count: 2 },
    ])
  })
})

describe('control', () => {
  test.each([
    [1, 'paused'],
    [2, 'live'],
  ])('action %i: the room is %s, and that is not the end', (action, state) => {
    const message = { action: long(action) }
    const { drafts, effects } = readOne('WebcastControlMessage', ControlMessage, message)
    expect(drafts).toEqual([{ type: 'room', state }])
    expect(effects).toEqual([])
  })

  test('action 3: the room has ended, and the connection receives that', () => {
    const message = { action: long(3), tips: '直播已结束' }
    const { drafts, effects } = readOne('WebcastControlMessage', ControlMessage, message)
    expect(drafts).toEqual([{ type: 'room', state: 'ended', reason: '直播已结束' }])
    expect(effects).toEqual([{ kind: 'ended', reason: '直播已结束' }])
  })
})

test('a follow has the number of followers, too', () => {
  const message = { user, action: long(1), followCount: long(12) }
  expect(draftsOf('WebcastSocialMessage', SocialMessage, message)).toMatchObject([
    { type: 'follow', user: { name: '甲' } },
    { type: 'stats', followers: 12 },
  ])
})

test.each([
  ['social', readOne('WebcastSocialMessage', SocialMessage, { user, action: long(9) })],
  ['member', readOne('WebcastMemberMessage', MemberMessage, { user, action: long(2) })],
  ['fan club', readOne('WebcastFansclubMessage', FansclubMessage, { user, action: 6 })],
  [
    'lottery',
    readOne('WebcastLotteryEventNewMessage', LotteryEventNewMessage, {
      lotteryId: long(1),
      lotteryStatus: 2,
    }),
  ],
])('an unknown %s action makes no event and is not lost', (_what, { drafts, raws }) => {
  expect(drafts).toEqual([])
  expect(raws).toHaveLength(1)
})

test('S1-14: a spoken line is a line of chat; without its text it is not lost', () => {
  const method = 'WebcastAudioChatMessage'
  expect(draftsOf(method, AudioChatMessage, { user, content: '主播好' })).toMatchObject([
    { type: 'chat', text: '主播好', user: { name: '甲' } },
  ])
  expect(readOne(method, AudioChatMessage, { user }).raws).toHaveLength(1)
})

test('a join is an event though the fan club has no name', () => {
  const [joined] = draftsOf('WebcastFansclubMessage', FansclubMessage, { user, action: 2 })
  expect(joined).toMatchObject({ type: 'membership', kind: 'join', user: { name: '甲' } })
  expect(joined).not.toHaveProperty('tier')
})

test('an unknown action of a fan club is its text', () => {
  const message = { user, action: 6, content: '甲 点亮了粉丝团' }
  expect(draftsOf('WebcastFansclubMessage', FansclubMessage, message)).toMatchObject([
    { type: 'notice', code: 'viewer-acted', text: '甲 点亮了粉丝团', user: { name: '甲' } },
  ])
})

test.each([
  [1_000, 900, 'open'],
  [1_000, 1_000, 'closed'],
])('a draw at %i is %i s later %s, whatever its status is', (drawAt, now, state) => {
  const message = {
    lotteryId: long(1),
    lotteryStatus: 9,
    lotteryDrawTime: long(1_776_000_000 + drawAt),
    lotteryCurrentTime: long(1_776_000_000 + now),
  }
  const method = 'WebcastLotteryEventNewMessage'
  expect(draftsOf(method, LotteryEventNewMessage, message)).toMatchObject([{ state }])
})

test('S1-14: a draw with winners is drawn, and one without an id is not lost', () => {
  const method = 'WebcastLotteryDrawResultEventMessage'
  const lotteryId = Long.fromString('7630000000000000001')
  expect(draftsOf(method, LotteryDrawResultEventMessage, { lotteryId })).toEqual([
    { type: 'lottery', lotteryId: '7630000000000000001', state: 'drawn' },
  ])
  expect(readOne(method, LotteryDrawResultEventMessage, {}).raws).toHaveLength(1)
})

test('a box that is empty is closed', () => {
  const drafts = draftsOf('WebcastLuckyBoxEndMessage', LuckyBoxEndMessage, { boxId: long(5) })
  expect(drafts).toEqual([{ type: 'redpacket', packetId: '5', state: 'closed' }])
})

test.each([
  ['WebcastRoomMessage', RoomMessage, 'room-message'],
  ['WebcastRoomNotifyMessage', NotifyMessage, 'site-message'],
] as const)('%s is a notice', (method, type, code) => {
  const { drafts } = readOne(method, type, { content: '欢迎' })
  expect(drafts).toEqual([{ type: 'notice', code, level: 'info', text: '欢迎' }])
})

test.each([
  ['WebcastRoomMessage', RoomMessage, { content: ' ' }],
  ['WebcastRoomMessage', RoomMessage, { bizScene: 'live_recommend' }],
  ['WebcastRoomNotifyMessage', NotifyMessage, { content: 'live_gift_notify' }],
] as const)('%s without words for people is left out', (method, type, message) => {
  expect(readOne<object>(method, type, message)).toEqual({
    drafts: [],
    raws: [],
    effects: [{ kind: 'ignored', method }],
    faults: [],
  })
})

describe('boards', () => {
  test('an abbreviated score is left out', () => {
    const ranks = [
      { user, scoreStr: '1.2万' },
      { user, scoreStr: '88' },
    ]
    const [board] = draftsOf('WebcastRoomRankMessage', RoomRankMessage, { ranks })
    expect(board).toMatchObject({ type: 'rank', rows: [{ rank: 1 }, { rank: 2, score: 88 }] })
    expect(board).not.toHaveProperty(['rows', 0, 'score'])
  })

  test('have at most 100 rows', () => {
    const ranks = Array.from({ length: 150 }, (_, index) => ({ user, rank: long(index + 1) }))
    const [board] = draftsOf('WebcastRoomUserSeqMessage', RoomUserSeqMessage, { ranks })
    expect(board).toMatchObject({ type: 'rank', board: 'contribution' })
    expect(board?.type === 'rank' && board.rows.length).toBe(100)
  })

  test('a hidden user on a board is masked', () => {
    const ranks = [{ user, isHidden: true }]
    const [board] = draftsOf('WebcastRoomUserSeqMessage', RoomUserSeqMessage, { ranks })
    expect(board).toMatchObject({ rows: [{ user: { name: '甲', masked: true } }] })
    expect(board).not.toHaveProperty(['rows', 0, 'user', 'id'])
  })
})

test('stats without a figure are no stats', () => {
  expect(draftsOf('WebcastRoomStatsMessage', RoomStatsMessage, {})).toEqual([])
  expect(draftsOf('WebcastRoomUserSeqMessage', RoomUserSeqMessage, {})).toEqual([])
})
