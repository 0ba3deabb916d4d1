import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import {
  BindingGiftMessage,
  ControlMessage,
  GiftMessage,
  ImDeleteMessage,
  LightGiftMessage,
  LotteryDrawResultEventMessage,
  LuckyBoxRewardMessage,
  MemberMessage,
  RoomRankMessage,
  SocialMessage,
  Text,
} from '../../../proto/gen/douyin.js'
import { draftsOf, readOne, tools } from './frame.fake.ts'
import { read } from './read.ts'

const caseOf = (name: string) =>
  read(
    new Uint8Array(readFileSync(join(import.meta.dirname, 'fixture', 'case', `${name}.bin`))),
    tools,
  )
const long = (value: number | string): Long => Long.fromString(String(value))
const user = { id: long(7), nickname: '甲' }
const flower = { id: long(463), name: '小心心', diamondCount: 2 }
const counted = (count: number) => ({
  groupCount: Long.ONE,
  repeatCount: long(count),
  comboCount: long(count),
})

describe('14: the platform ends a broadcast', () => {
  const ended = (reason: string) => [
    [expect.objectContaining({ type: 'room', state: 'ended', reason })],
    [expect.objectContaining({ kind: 'ended', reason })],
  ]

  test('action 4 ends the room with its text, as 3 does', () => {
    const { drafts, effects } = caseOf('control-4')
    const ends = effects.filter(({ kind }) => kind === 'ended')
    expect([drafts, ends]).toEqual(ended('直播违规已被中断'))
  })

  test.each([3, 4, 6])('action %i ends it', (action) => {
    const message = { action: long(action), tips: '已结束' }
    const { drafts, effects } = readOne('WebcastControlMessage', ControlMessage, message)
    expect([drafts, effects]).toEqual(ended('已结束'))
  })

  test('the reason may stand in the text beside it', () => {
    const extra = { violationReason: { pieces: [{ stringValue: '违规' }] } }
    const message = { action: long(4), extra }
    const { drafts, effects } = readOne('WebcastControlMessage', ControlMessage, message)
    expect([drafts, effects]).toEqual(ended('违规'))
  })

  test.each([
    [5, 'stream-node-changed'],
    [7, 'stream-ping-timed-out'],
  ])('action %i is a notice and no end', (action, code) => {
    const { drafts, effects } = readOne('WebcastControlMessage', ControlMessage, {
      action: long(action),
    })
    expect(drafts).toEqual([{ type: 'notice', code, level: 'info' }])
    expect(effects).toEqual([])
  })

  test('an unknown action is the text of the platform about it, or goes to raw', () => {
    const method = 'WebcastControlMessage'
    expect(draftsOf(method, ControlMessage, { action: long(8), tips: '换台' })).toEqual([
      { type: 'notice', code: 'room-message', level: 'info', text: '换台' },
    ])
    const silent = readOne(method, ControlMessage, { action: long(8) })
    expect([silent.drafts, silent.faults, silent.raws.length]).toEqual([[], [], 1])
  })
})

describe('16: a board in its other list', () => {
  test('is the board', () => {
    const { drafts, faults, raws } = caseOf('room-rank-audience')
    expect([faults, raws]).toEqual([[], []])
    expect(drafts).toMatchObject([
      {
        type: 'rank',
        board: 'room',
        rows: [
          { rank: 1, user: { id: 'douyin:3001', name: '榜1' } },
          { rank: 2, user: { id: 'douyin:3002', name: '榜2' } },
        ],
      },
    ])
  })

  test('has scores where they are present, and none where none is', () => {
    const audienceRanks = [
      { user, score: long(320) },
      { user, exactlyScore: '88', score: long(1) },
      { user },
    ]
    const [board] = draftsOf('WebcastRoomRankMessage', RoomRankMessage, { audienceRanks })
    const scores = board?.type === 'rank' ? board.rows.map(({ score }) => score) : []
    expect(scores).toEqual([320, 88, undefined])
  })

  test('a missing list is no empty board', () => {
    const { drafts, faults, raws } = readOne('WebcastRoomRankMessage', RoomRankMessage, {})
    expect(drafts).toEqual([])
    expect([faults.length, raws.length]).toEqual([1, 1])
  })

  test('a row without a name and one without a user keep their places', () => {
    const ranks = [
      { user: { id: long(7) }, scoreStr: '9' },
      { user: {}, profileHidden: true },
    ]
    expect(draftsOf('WebcastRoomRankMessage', RoomRankMessage, { ranks })).toMatchObject([
      {
        rows: [
          { rank: 1, user: { id: 'douyin:7' }, score: 9 },
          { rank: 2, user: { masked: true } },
        ],
      },
    ])
  })

  test('nor are there winners without a list', () => {
    const method = 'WebcastLotteryDrawResultEventMessage'
    const [none] = draftsOf(method, LotteryDrawResultEventMessage, { lotteryId: Long.ONE })
    expect(none).not.toHaveProperty('winners')
    const message = { lotteryId: Long.ONE, userIds: [long(7), long(111111)] }
    expect(draftsOf(method, LotteryDrawResultEventMessage, message)).toMatchObject([
      { state: 'drawn', winners: [{ user: { id: 'douyin:7' } }] },
    ])
    expect(
      draftsOf('WebcastLuckyBoxRewardMessage', LuckyBoxRewardMessage, {
        boxIdStr: '77',
        rewardedUserId: ['8', 'x'],
      }),
    ).toMatchObject([
      { type: 'redpacket', packetId: '77', winners: [{ user: { id: 'douyin:8' } }] },
    ])
  })
})

describe('17: gifts in other messages than the usual', () => {
  test('a gift in a wrapper is the gift', () => {
    const { drafts, faults, raws } = caseOf('binding-gift')
    expect([faults, raws]).toEqual([[], []])
    expect(drafts).toMatchObject([
      {
        type: 'gift',
        id: 'douyin:9000000000000000030',
        user: { id: 'douyin:2002', name: '观众甲' },
        gift: { id: '889', name: '粉丝团灯牌' },
        count: 3,
        price: { amount: 100, unit: 'diamond', cents: 1000 },
      },
    ])
  })

  test('it has the id and the streak of the gift inside, so that both are one', () => {
    const msg = {
      common: { msgId: long(30) },
      user,
      gift: { ...flower, combo: true },
      groupId: long(1764000000),
      ...counted(3),
    }
    const [alone] = draftsOf('WebcastGiftMessage', GiftMessage, msg)
    const [wrapped] = draftsOf('WebcastBindingGiftMessage', BindingGiftMessage, { msg })
    expect(wrapped).toEqual({ ...alone, id: 'douyin:30' })
    expect(wrapped).toMatchObject({ tally: 'total', combo: { group: '1764000000' } })
  })

  const light = (message: LightGiftMessage.$Properties) =>
    draftsOf('WebcastLightGiftMessage', LightGiftMessage, message)

  test.each<readonly [string, LightGiftMessage.$Properties]>([
    ['in the small form', { giftInfo: { giftId: long(11884), diamondCount: long(9) } }],
    [
      'small beside a whole form with the name alone',
      { giftInfo: { giftId: long(11884), diamondCount: long(9) }, giftStruct: { name: '灯' } },
    ],
    ['in the whole form', { giftStruct: { id: long(11884), diamondCount: 9 } }],
  ])('a light gift %s', (_form, form) => {
    const [gift] = light({ groupCount: Long.ONE, repeatCount: Long.ONE, count: long(2), ...form })
    expect(gift).toMatchObject({
      gift: { id: '11884' },
      price: { amount: 9, unit: 'diamond' },
      tally: 'added',
      count: 2,
    })
  })

  test('a streak without a group counts the number of each message', () => {
    const step = (count: number, repeatEnd = 0) =>
      draftsOf('WebcastGiftMessage', GiftMessage, {
        user,
        gift: { ...flower, combo: true },
        sendType: long(4),
        repeatEnd,
        ...counted(count),
      })
    expect([...step(3), ...step(2, 1)]).toMatchObject([
      { tally: 'added', count: 3 },
      { tally: 'added', count: 2 },
    ])
    expect(step(3)[0]).not.toHaveProperty('combo')
  })

  test('display fields cost no gift and change no money', () => {
    const [whole] = draftsOf('WebcastGiftMessage', GiftMessage, {
      user,
      gift: { ...flower, image: { urlList: ['https://x/y.png'] } },
      ...counted(5),
    })
    const bare = { gift: { diamondCount: 2 }, giftId: long(463), ...counted(5) }
    const [plain] = draftsOf('WebcastGiftMessage', GiftMessage, bare)
    expect(whole).toMatchObject({ gift: { id: '463', name: '小心心' } })
    expect(plain).toEqual({ ...whole, user: undefined, gift: { id: '463' } })
    expect(plain).not.toHaveProperty('user')
  })

  test.each<readonly [string, GiftMessage.$Properties]>([
    ['a price', { gift: { id: long(463), name: '小心心' }, ...counted(5) }],
    ['an id', { gift: { name: '小心心', diamondCount: 2 }, ...counted(5) }],
    ['a gift', { ...counted(5) }],
    ['how many a tap holds', { gift: flower, repeatCount: long(5), comboCount: long(5) }],
    ['any count', { gift: flower }],
  ])('a gift without %s is a fault, never a guess', (_what, message) => {
    const { drafts, faults, raws } = readOne('WebcastGiftMessage', GiftMessage, message)
    expect(drafts).toEqual([])
    expect(faults).toMatchObject([{ kind: 'bad-message', method: 'WebcastGiftMessage' }])
    expect(raws).toHaveLength(1)
  })
})

describe('20: an action on a user', () => {
  test.each([
    [3, { type: 'notice', code: 'user-muted', level: 'info' }],
    [5, { type: 'notice', code: 'admin-added', level: 'info' }],
    [7, { type: 'notice', code: 'user-kicked', level: 'info' }],
    [8, { type: 'share' }],
    [11, { type: 'notice', code: 'user-blocked', level: 'info' }],
    [20, { type: 'follow' }],
  ])('action %i', (action, event) => {
    const { drafts, faults, raws } = caseOf(`member-${action}`)
    expect(drafts).toMatchObject([{ ...event, user: { id: 'douyin:2002', name: '观众甲' } }])
    expect([faults, raws]).toEqual([[], []])
  })

  test.each([
    [1, 'enter'],
    [4, 'user-unmuted'],
    [6, 'admin-removed'],
    [9, 'user-muted'],
    [10, 'user-unmuted'],
  ])('action %i is %s, with the platform’s words', (action, what) => {
    const message = { user, action: long(action), actionDescription: '原话' }
    const [event] = draftsOf('WebcastMemberMessage', MemberMessage, message)
    const said = event?.type === 'notice' ? [event.code, event.text] : [event?.type]
    expect(said).toEqual(what === 'enter' ? ['enter'] : [what, '原话'])
  })

  test('an unknown action is the text of the platform about it, in any of its fields', () => {
    const displayText = Text.encode({
      defaultPattern: '{0:user} 做了 {1:gift}',
      pieces: [{ userValue: { user } }, { giftValue: { nameRef: { defaultPattern: '某事' } } }],
    }).finish()
    const said = { type: 'notice', code: 'viewer-acted', level: 'info', user: { name: '甲' } }
    const message = { user, action: long(99), common: { displayText } }
    expect(draftsOf('WebcastMemberMessage', MemberMessage, message)).toMatchObject([
      { ...said, text: '甲 做了 某事' },
    ])
    expect(
      draftsOf('WebcastSocialMessage', SocialMessage, { ...message, common: { describe: '原话' } }),
    ).toMatchObject([{ ...said, text: '原话' }])
    const silent = readOne('WebcastMemberMessage', MemberMessage, { user, action: long(99) })
    expect([silent.drafts, silent.faults, silent.raws.length]).toEqual([[], [], 1])
  })
})

test('06: withdrawn events are retracted by their ids in the feed', () => {
  const message = { deleteMsgIds: [long('7650000000000000001'), Long.ZERO] }
  expect(draftsOf('WebcastImDeleteMessage', ImDeleteMessage, message)).toEqual([
    { type: 'retract', target: { events: ['douyin:7650000000000000001'] } },
  ])
})
