import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PlatformDraft, Reading } from '../platform.ts'
import { edited, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili, webAuthenticationPacket } from './index.ts'

const sample = (name: string, changes: Readonly<Record<string, unknown>> = {}): object =>
  edited(
    JSON.parse(readFileSync(join(import.meta.dirname, 'fixture/message', `${name}.json`), 'utf8')),
    changes,
  )
const read = (message: object): Reading => bilibili.read(messageFrame(message), fakeTools)
const drafts = (message: object): readonly PlatformDraft[] => read(message).drafts

const credentials = {
  uid: 0,
  roomId: 5440,
  buvid: '00000000-0000-0000-0000-00000000000012345infoc',
  token: 'FIXTURE-TOKEN-NOT-REAL',
  queue: 'abcd1234',
}
const player = { protover: 3, platform: 'web', type: 2, scene: 'room' } as const

test('S3-3 the web authentication packet without acknowledgements is the captured one', () => {
  const packet = webAuthenticationPacket({
    ...credentials,
    player: { ...player, acknowledges: false },
  })
  const frame = readFileSync(join(import.meta.dirname, 'fixture/frame/auth-client-guest.bin'))
  expect(Buffer.from(packet).equals(frame)).toBe(true)
})

test('S3-3 a client with acknowledgements declares them, names a queue and has a scene', () => {
  const packet = webAuthenticationPacket({
    ...credentials,
    player: { ...player, acknowledges: true },
  })
  expect(JSON.parse(Buffer.from(packet.subarray(16)).toString())).toEqual({
    uid: 0,
    roomid: 5440,
    protover: 3,
    buvid: credentials.buvid,
    support_ack: true,
    queue_uuid: 'abcd1234',
    scene: 'room',
    platform: 'web',
    type: 2,
    key: credentials.token,
  })
})

describe('a membership', () => {
  const grouped = {
    cmd: 'USER_TOAST_MSG_V2',
    data: {
      sender_uinfo: { uid: 77777777771, base: { name: '__MOCK_UNAME__', face: '' } },
      guard_info: { guard_level: 3, role_name: '舰长', op_type: 1, start_time: 1674568760 },
      pay_info: { num: 1, unit: '月', price: 198000, payflow_id: '2301242158351662179727302' },
      option: { source: 0 },
      toast_msg: '<%__MOCK_UNAME__%> 开通了舰长，今天是TA陪伴主播的第1天',
    },
  }

  test('is the same event in both forms', () => {
    expect(drafts(grouped)).toEqual(drafts(sample('USER_TOAST_MSG.1')))
  })

  test('without the id of a payment is the same event in both forms, too', () => {
    const [one] = drafts(sample('USER_TOAST_MSG.1', { 'data.payflow_id': '' }))
    const [other] = drafts(edited(grouped, { 'data.pay_info.payflow_id': '' }))
    expect(one?.id).toBe('bilibili:guard-bought-77777777771-1674568760')
    expect(other).toEqual(one)
  })

  test('for some months has the price of the order, however many they are', () => {
    const months = { 'data.pay_info.num': 3, 'data.pay_info.price': 178000 }
    expect(drafts(edited(grouped, months))).toMatchObject([
      { months: 3, value: { amount: 178000, cents: 17800 } },
    ])
  })

  test('with the words of a renewal is one', () => {
    const renewed = edited(grouped, { 'data.toast_msg': '<%甲%> 续费了舰长' })
    expect(drafts(renewed)).toMatchObject([{ kind: 'renew' }])
  })

  test('in the copy that the official chat hides is ignored', () => {
    const hidden = edited(grouped, { 'data.option.source': 2 })
    expect(read(hidden).effects).toEqual([{ kind: 'ignored', method: 'USER_TOAST_MSG_V2' }])
  })
})

describe('a superchat', () => {
  test('and its copy are one event', () => {
    const copy = { cmd: 'SUPER_CHAT_MESSAGE_JPN', 'data.id': '4898587', roomid: '77777777774' }
    const [both] = drafts(sample('SUPER_CHAT_MESSAGE.1', copy))
    const [shown] = drafts(sample('SUPER_CHAT_MESSAGE.1'))
    expect({ ...both, provisional: 0 }).toEqual({ ...shown, provisional: 0 })
    expect([shown?.provisional?.kind, both?.provisional?.kind]).toEqual([
      'provisional',
      'confirmed',
    ])
    expect(both?.provisional?.key).toBe(shown?.provisional?.key)
  })

  test('is withdrawn by the id it came with', () => {
    const [shown] = drafts(sample('SUPER_CHAT_MESSAGE.1'))
    const [withdrawn] = drafts(sample('SUPER_CHAT_MESSAGE_DELETE.1'))
    expect(withdrawn).toEqual({ type: 'retract', target: { events: [shown?.id] } })
  })

  test('without an id cannot be withdrawn and is a fault', () => {
    const message = sample('SUPER_CHAT_MESSAGE.1', { 'data.id': null })
    expect(read(message).faults).toMatchObject([{ method: 'SUPER_CHAT_MESSAGE' }])
    const nothing = { cmd: 'SUPER_CHAT_MESSAGE_DELETE', data: { ids: [] } }
    expect(read(nothing).faults).toHaveLength(1)
  })
})

test('a gift of free coins has the value 0', () => {
  expect(drafts(sample('SEND_GIFT.1'))).toMatchObject([
    { price: { unit: 'silver' }, value: { unit: 'silver' } },
  ])
})

test('two captured gifts of one streak share its group and not their ids', () => {
  const next = sample('SEND_GIFT.2', { 'data.tid': '1664108142111500002' })
  const [first, second] = [...drafts(sample('SEND_GIFT.2')), ...drafts(next)]
  expect(first?.id).not.toBe(second?.id)
  expect(first).toMatchObject({ combo: { group: expect.stringContaining('batch:') } })
  expect({ ...first, id: '' }).toEqual({ ...second, id: '' })
})

test('only the LIVE with a start time is a start', () => {
  expect([drafts(sample('LIVE.2')).length, drafts(sample('LIVE.1')).length]).toEqual([1, 0])
})

test('a change of title during the broadcast leaves the room live', () => {
  const message = sample('ROOM_CHANGE.1', { 'data.live_key': '293804801320940837' })
  expect(drafts(message)).toEqual([{ type: 'room', state: 'live', title: '直播间标题' }])
})

test('a cut-off has its reason in both forms', () => {
  const nested = { cmd: 'CUT_OFF_V2', data: { cut_off_data: { cut_off_title: '违规' } } }
  expect(drafts(nested)).toEqual([{ type: 'room', state: 'ended', reason: '违规' }])
  expect(drafts({ cmd: 'ROOM_LOCK', roomid: 1 })).toEqual([{ type: 'room', state: 'ended' }])
})

test('LOG_IN_NOTICE means that users are masked from now on', () => {
  expect(read({ cmd: 'LOG_IN_NOTICE', data: {} }).effects).toEqual([{ kind: 'masked' }])
})

test.each(['STOP_LIVE_ROOM_LIST', 'NOTICE_MSG', 'WIDGET_BANNER', 'WIDGET_TO_COME'])(
  '%s is left out before it is parsed',
  (cmd) => {
    expect(bilibili.read(messageFrame(`{"cmd":"${cmd}",{`), fakeTools)).toMatchObject({
      effects: [{ kind: 'ignored', method: cmd }],
      faults: [],
    })
  },
)

test('a packet of gifts is paid once: when it is bought', () => {
  const steps = ['NEW', 'START', 'WINNER_LIST'].map((step) =>
    sample(`POPULARITY_RED_POCKET_${step}.1`),
  )
  const values = steps.flatMap(drafts).map((draft) => 'value' in draft && draft.value)
  expect(values).toEqual([{ amount: 20, unit: 'battery', cents: 200 }, false, false])
})
