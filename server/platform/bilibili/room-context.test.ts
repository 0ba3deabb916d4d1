import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Long from 'long'
import { describe, expect, test } from 'vitest'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import type { PlatformDraft, RoomContext } from '../platform.ts'
import { edited, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

type Changes = Readonly<Record<string, unknown>>

const anchor = 9617619
const roomContext: RoomContext = { room: '5440', anchor: String(anchor) }
const sample = (name: string, changes: Changes = {}): object =>
  edited(
    JSON.parse(readFileSync(join(import.meta.dirname, 'fixture/message', `${name}.json`), 'utf8')),
    changes,
  )
const draftOf = (message: object, where?: RoomContext): PlatformDraft | undefined =>
  bilibili.read(messageFrame(message), where ? { ...fakeTools, roomContext: where } : fakeTools)
    .drafts[0]

const medal = (room: number, target: number): unknown[] => {
  const wearer = [20, '徽章', '主播', room, 0, '', 0, 0, 0, 0]
  return [...wearer, 0, 1, target]
}

describe('a fan badge', () => {
  test.each([
    ['of this room', medal(5440, 0), true],
    ['of this anchor', medal(0, anchor), true],
    ['of this anchor under a short number', medal(1, anchor), true],
    ['of another room', medal(7, 8), false],
  ])('in a line, %s', (_, info3, own) => {
    const line = sample('DANMU_MSG.12', { 'info.3': info3, 'info.7': 0 })
    expect(draftOf(line, roomContext)).toMatchObject({ user: { fan: { own } } })
    expect(draftOf(line)).not.toHaveProperty('user.fan.own')
  })

  test.each([
    ['SEND_GIFT.3', 'medal_info'],
    ['LIKE_INFO_V3_CLICK.1', 'fans_medal'],
    ['SUPER_CHAT_MESSAGE.1', 'medal_info'],
  ])('in %s', (name, field) => {
    const worn = { medal_name: '徽章', medal_level: 3, target_id: anchor, anchor_roomid: 0 }
    const other = { ...worn, target_id: 8 }
    const own = draftOf(sample(name, { [`data.${field}`]: worn }), roomContext)
    expect(own).toMatchObject({ user: { fan: { own: true } } })
    const foreign = draftOf(sample(name, { [`data.${field}`]: other }), roomContext)
    expect(foreign).toMatchObject({ user: { fan: { own: false } } })
  })
})

describe('a gift', () => {
  const to = (uid: number): object =>
    sample('SEND_GIFT.2', { 'data.receive_user_info': { uid, uname: '另一位主播' } })

  test('to another user than the anchor has its receiver', () => {
    expect(draftOf(to(8), roomContext)).toMatchObject({
      to: { id: 'bilibili:8', name: '另一位主播' },
    })
  })

  test('to the anchor has no receiver, nor does one where the anchor is not known', () => {
    expect(draftOf(to(anchor), roomContext)).not.toHaveProperty('to')
    expect(draftOf(to(8), { room: '5440' })).not.toHaveProperty('to')
    expect(draftOf(to(8))).not.toHaveProperty('to')
  })

  test('in the packed form has a receiver for each item', () => {
    const item = (uid: number): proto.SendGift.Item.$Properties => ({
      giftId: Long.fromValue(1),
      giftName: '礼物',
      num: Long.fromValue(1),
      price: Long.fromValue(100),
      totalCoin: Long.fromValue(100),
      coinType: 'gold',
      tid: String(uid),
      receiver: { uid: Long.fromValue(uid), uname: '另一位主播' },
    })
    const items = [item(anchor), item(8)]
    const message = { switch: true, uid: Long.fromValue(5), uname: '甲', items }
    const pb = Buffer.from(proto.SendGift.encode(message).finish()).toString('base64')
    const frame = messageFrame({ cmd: 'SEND_GIFT_V2', data: { pb } })
    const { drafts } = bilibili.read(frame, { ...fakeTools, roomContext })
    expect(drafts.map((draft) => draft.type === 'gift' && draft.to?.id)).toEqual([
      undefined,
      'bilibili:8',
    ])
  })
})

test('the anchor has the role of the anchor', () => {
  const line = sample('DANMU_MSG.12', { 'info.2.0': anchor })
  expect(draftOf(line, roomContext)).toMatchObject({ user: { roles: ['anchor'] } })
  expect(draftOf(line)).not.toHaveProperty('user.roles')
})
