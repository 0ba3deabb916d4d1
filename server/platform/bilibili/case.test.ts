import { describe, expect, test } from 'vitest'
import { edited } from '../bilibili-packet/message.fake.ts'
import { draftsOf, messagesOf, read, repacked, sample, shortToast, toast } from './case.fake.ts'

describe('the price of a membership', () => {
  test('in a toast is that of the whole order', () => {
    expect(draftsOf(toast, shortToast)).toMatchObject([
      { months: 12, value: { amount: 19_176_000, unit: 'gold', cents: 1_917_600 }, kind: 'renew' },
      { months: 3, value: { amount: 514_000, unit: 'gold', cents: 51_400 }, kind: 'join' },
    ])
  })

  test.each([
    ['月', 12, { months: 12 }],
    ['年', 1, { months: 12 }],
    ['天', 7, { days: 7 }],
    ['周', 2, { days: 14 }],
    ['世纪', 2, {}],
  ])('in a toast in groups is that of the order too, whatever its unit: %s', (unit, num, term) => {
    const pay_info = { num, unit, price: 19_176_000, payflow_id: '1' }
    const data = { sender_uinfo: { uid: 1 }, guard_info: { guard_level: 2 }, pay_info }
    const [draft] = draftsOf({ cmd: 'USER_TOAST_MSG_V2', data })
    expect(draft).toMatchObject({ guard: 2, value: { amount: 19_176_000 }, ...term })
  })

  test('in a GUARD_BUY is that of one month', () => {
    expect(draftsOf(sample('GUARD_BUY.1', { 'data.num': 12 }))).toMatchObject([
      { months: 12, value: { amount: 12 * 198_000 } },
    ])
    expect(draftsOf(sample('GUARD_BUY.1', { 'data.num': null }))).toEqual([])
  })
})

describe('a line for the video player', () => {
  const [advanced] = messagesOf('advanced-danmaku') as [object]

  test('is its text, sent by the platform', () => {
    const { drafts, effects } = read([advanced])
    expect(drafts).toMatchObject([{ type: 'chat', text: 'www', auto: true }])
    expect(drafts[0]).not.toHaveProperty('user.roles')
    expect(effects).toEqual([])
  })

  test.each([
    [7, 'no settings'],
    [7, '[0,0,"1-1",1,"",0]'],
    [8, 'trace("x")'],
    [9, 'def text d { content = "x" }'],
  ])('of mode %i is never shown as it was written: %s', (mode, text) => {
    const { drafts, effects, raws } = read([edited(advanced, { 'info.0.1': mode, 'info.1': text })])
    expect(drafts).toEqual([])
    expect([effects.length, raws.length]).toEqual([1, 1])
  })
})

test('the push without a name that every room gets is left out without a fault', () => {
  const { drafts, faults, raws, effects } = read([
    ...messagesOf('push-without-cmd'),
    ...messagesOf('push-with-cmd'),
  ])
  expect([drafts, faults, effects.map(({ kind }) => kind)]).toEqual([[], [], ['ignored']])
  expect(raws.map(({ method }) => method)).toEqual(['master_qn_strategy_chg'])
})

describe('a room that is muted', () => {
  test('below a wealth level is a notice in the words of the platform', () => {
    expect(draftsOf(...messagesOf('room-silent-wealth'))).toEqual([
      {
        type: 'notice',
        code: 'chat-muted-below-wealth-level',
        level: 'info',
        text: '[系统]: 主播对荣耀等级10级以下的用户开启了禁言',
      },
      { type: 'notice', code: 'chat-unmuted', level: 'info', text: '[系统]: 主播取消了房间禁言' },
    ])
  })

  test.each(['newcomers', '', 7, null])('for others than we know (%o) is muted', (type) => {
    const [first] = messagesOf('room-silent-wealth') as [object]
    expect(draftsOf(edited(first, { 'data.type': type }))).toMatchObject([
      { type: 'notice', code: 'chat-muted', text: expect.stringContaining('荣耀等级') },
    ])
  })
})

describe('a withdrawal', () => {
  const recall = (recall_type: unknown, target_id: unknown): object => ({
    cmd: 'RECALL_DANMU_MSG',
    data: { recall_type, target_id, msg: '撤回' },
  })

  test('is of the whole room', () => {
    expect(draftsOf(...messagesOf('recall-all'))).toEqual([
      { type: 'retract', target: { all: true } },
    ])
    expect(draftsOf(recall('3', ''))).toMatchObject([{ target: { all: true } }])
  })

  test('is of one line, or of all lines of one viewer', () => {
    expect(draftsOf(recall(1, '4cb34f12'), recall(2, 7))).toEqual([
      { type: 'retract', target: { events: ['bilibili:4cb34f12'] } },
      { type: 'retract', target: { user: 'bilibili:7' } },
    ])
  })

  test.each([
    [4, 7],
    [undefined, 7],
    [2, 0],
    [1, null],
  ])('of an unknown kind is a notice: %o of %o', (type, target) => {
    expect(draftsOf(recall(type, target))).toEqual([
      { type: 'notice', code: 'messages-recalled', level: 'info', text: '撤回' },
    ])
  })
})

describe('a packed gift', () => {
  test('has the picture of the JSON form', () => {
    expect(draftsOf(...messagesOf('gift-v2'))).toMatchObject([
      {
        gift: {
          id: '31738',
          name: '粉丝团灯牌',
          image: 'https://s1.hdslb.com/bfs/live/e051dfd4557678f8edcac4993ed00a0935cbd9cc.png',
        },
      },
    ])
  })

  test('out of a box is each of its items, at the paid amount', () => {
    const drafts = draftsOf(...messagesOf('box-v2'))
    expect(drafts).toMatchObject([
      { type: 'gift', value: { amount: 165_000, unit: 'gold' }, box: { name: '羁绊宝盒' } },
      { type: 'gift', value: { amount: 165_000, unit: 'gold' }, box: { name: '羁绊宝盒' } },
    ])
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(2)
  })

  test('counts though neither it nor its giver has a name', () => {
    const nameless = repacked('box-v2', (gift) => {
      gift.uname = ''
      gift.uinfo = null
      for (const item of gift.items) item.giftName = ''
    })
    const drafts = draftsOf(nameless)
    expect(drafts).toMatchObject([
      { user: { id: 'bilibili:10002' }, value: { amount: 165_000 } },
      { user: { id: 'bilibili:10002' }, value: { amount: 165_000 } },
    ])
    for (const draft of drafts) expect(draft).not.toHaveProperty('user.name')
    for (const draft of drafts) expect(draft).not.toHaveProperty('gift.name')
  })
})

describe('cases that were right before', () => {
  test('five times one emote are five pictures', () => {
    const [draft] = draftsOf(...messagesOf('ord139'))
    expect(draft?.type === 'chat' && draft.parts?.filter(({ image }) => image)).toHaveLength(5)
  })

  test('the copy of a superchat alone is one', () => {
    expect(draftsOf(...messagesOf('jpn360'))).toMatchObject([
      { type: 'superchat', id: 'bilibili:sc-3790747', value: { cents: 3_000 }, shownMs: 60_000 },
    ])
  })

  test('a line of 2019 has its time in seconds', () => {
    expect(draftsOf(...messagesOf('dm2019'))).toMatchObject([{ at: 1_563_000_000_000 }])
  })

  test('a follow is an event, packed too', () => {
    expect(draftsOf(...messagesOf('follow-v2'))).toMatchObject([
      { type: 'follow', user: { id: 'bilibili:10003', name: '观众丙' } },
    ])
  })

  test.each([7, 99, '8', null, undefined])(
    'an unknown action of a viewer is a notice: %o',
    (kind) => {
      const act = sample('INTERACT_WORD.1', { 'data.msg_type': kind, 'data.spread_desc': '来了' })
      expect(draftsOf(act)).toMatchObject([
        { type: 'notice', code: 'viewer-acted', text: '来了', user: { id: expect.anything() } },
      ])
    },
  )
})
