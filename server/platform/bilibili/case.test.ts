import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import type { PlatformDraft, Reading, RoomContext } from '../platform.ts'
import { edited, joined, messageFrame } from '../bilibili-packet/message.fake.ts'
import { fakeTools } from '../bilibili-packet/context.fake.ts'
import { bilibili } from './index.ts'

type Changes = Readonly<Record<string, unknown>>

const folder = join(import.meta.dirname, 'fixture')
const parsed = (path: string): object =>
  JSON.parse(readFileSync(join(folder, `${path}.json`), 'utf8')) as object
const messagesOf = (name: string): readonly object[] => [parsed(`case/${name}`)].flat()
const [toast, shortToast] = messagesOf('guard-toast-months') as [object, object]
const sample = (name: string, changes: Changes = {}): object =>
  edited(parsed(`message/${name}`), changes)

function read(messages: readonly object[], roomContext?: RoomContext): Reading {
  const tools = roomContext ? { ...fakeTools, roomContext } : fakeTools
  return bilibili.read(joined(...messages.map(messageFrame)), tools)
}

const draftsOf = (...messages: readonly object[]): readonly PlatformDraft[] => read(messages).drafts

function repacked(name: string, change: (gift: proto.SendGift) => void): object {
  const [message] = messagesOf(name)
  const { pb } = (message as { readonly data: { readonly pb: string } }).data
  const gift = proto.SendGift.decode(Buffer.from(pb, 'base64'))
  change(gift)
  const bytes = Buffer.from(proto.SendGift.encode(gift).finish())
  return { cmd: 'SEND_GIFT_V2', data: { pb: bytes.toString('base64') } }
}

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

describe('a badge', () => {
  test('of this room is shown before the one that is worn', () => {
    expect(draftsOf(...messagesOf('badge-own-room'))).toMatchObject([
      { user: { fan: { name: '本房牌', level: 11, own: true } } },
      { user: { fan: { name: '本房牌', level: 23, own: true }, guard: 3 } },
    ])
  })

  const medal = { name: '本房牌', level: 11, ruid: 20001 }
  const worn = { medal_name: '外房牌', medal_level: 15, target_id: 20002 }
  const line = sample('DANMU_MSG.12', {
    'info.0.15.user': { uid: 5, medal },
    'info.3': [15, '外房牌', '主播', 9, 0, '', 0, 0, 0, 0, 0, 1, 20002],
  })
  const row = { uid: 5, uname: '甲', rank: 1, score: '9', uinfo: { medal } }

  test.each([
    ['DANMU_MSG', line],
    [
      'SUPER_CHAT_MESSAGE',
      sample('SUPER_CHAT_MESSAGE.1', { 'data.uinfo': { medal }, 'data.medal_info': worn }),
    ],
    [
      'LIKE_INFO_V3_CLICK',
      sample('LIKE_INFO_V3_CLICK.1', { 'data.uinfo': { medal }, 'data.fans_medal': worn }),
    ],
    [
      'INTERACT_WORD',
      sample('INTERACT_WORD.6', { 'data.uinfo': { medal }, 'data.fans_medal': worn }),
    ],
    ['ENTRY_EFFECT', sample('ENTRY_EFFECT.3', { 'data.uinfo': { medal } })],
    [
      'USER_TOAST_MSG_V2',
      {
        cmd: 'USER_TOAST_MSG_V2',
        data: { sender_uinfo: { uid: 5, medal }, pay_info: { price: 1 } },
      },
    ],
    [
      'ONLINE_RANK_V2',
      { cmd: 'ONLINE_RANK_V2', data: { rank_type: 'online_rank', online_list: [row] } },
    ],
  ])('of %s is chosen the same way', (_cmd, message) => {
    const { drafts } = read([message], { anchor: '20001' })
    const [draft] = drafts
    const user =
      draft?.type === 'rank' ? draft.rows[0]?.user : draft && 'user' in draft && draft.user
    expect(user).toMatchObject({ fan: { name: '本房牌', level: 11, own: true } })
  })

  test('that is worn is shown if it alone is of this room', () => {
    const foreign = { ...medal, name: '外房牌', ruid: 20002 }
    const own = { medal_name: '本房牌', medal_level: 3, target_id: 20001 }
    const message = sample('INTERACT_WORD.6', {
      'data.uinfo': { medal: foreign },
      'data.fans_medal': own,
    })
    expect(read([message], { anchor: '20001' }).drafts).toMatchObject([
      { user: { fan: { name: '本房牌', own: true } } },
    ])
  })
})

describe('a missing name', () => {
  test('does not cost the line, and the picture in it', () => {
    const [draft] = draftsOf(...messagesOf('nameless-chat'))
    expect(draft).toMatchObject({
      type: 'chat',
      id: 'bilibili:4cb34f12a7677da80c4ec94a73685fea000',
      at: 1_751_116_494_922,
      user: { id: 'bilibili:10001' },
      text: '[舰长_挥手]',
      parts: [{ alt: '[舰长_挥手]', width: 20 }],
    })
    expect(draft).not.toHaveProperty('user.name')
  })

  const blank = ' \u3000\u200b'
  test.each([
    ['a gift', sample('SEND_GIFT.3', { 'data.uname': '', 'data.giftName': blank })],
    ['a membership', edited(toast, { 'data.username': blank, 'data.role_name': '' })],
    ['a listed membership', sample('GUARD_BUY.1', { 'data.username': '', 'data.gift_name': null })],
    ['a superchat', sample('SUPER_CHAT_MESSAGE.1', { 'data.user_info': null })],
    ['a viewer who entered', sample('INTERACT_WORD.1', { 'data.uname': '' })],
    ['an entrance', sample('ENTRY_EFFECT.3', { 'data.copy_writing': '' })],
    ['a like', sample('LIKE_INFO_V3_CLICK.1', { 'data.uname': null })],
    ['a red packet', sample('POPULARITY_RED_POCKET_NEW.1', { 'data.uname': '' })],
    ['its start', sample('POPULARITY_RED_POCKET_START.1', { 'data.sender_name': '' })],
    ['a blocked user', sample('ROOM_BLOCK_MSG.1', { 'data.uname': '', uname: '' })],
  ])('does not cost %s', (_what, message) => {
    const { drafts, faults } = read([message])
    expect(faults).toEqual([])
    expect(drafts).toMatchObject([{ user: { id: expect.stringMatching(/^bilibili:\d+$/) } }])
    expect(drafts[0]).not.toHaveProperty('user.name')
  })

  test('is found in the newer block about the user', () => {
    const uinfo = { base: { name: '观众甲', face: 'https://i0.hdslb.com/a.jpg' } }
    const changes = { 'data.uname': '', 'data.face': '', 'data.sender_uinfo': uinfo }
    expect(draftsOf(sample('SEND_GIFT.3', changes))).toMatchObject([
      { user: { name: '观众甲', avatar: 'https://i0.hdslb.com/a.jpg' } },
    ])
  })

  test('does not cost a board, a draw or a red packet its other users', () => {
    const board = sample('ONLINE_RANK_V2.1')
    const [whole] = draftsOf(board)
    const list = 'list' in (board as { data: object }).data ? 'list' : 'online_list'
    const [partly] = draftsOf(edited(board, { [`data.${list}.0.uname`]: '' }))
    expect(partly?.type === 'rank' && partly.rows.length).toBe(
      whole?.type === 'rank' && whole.rows.length,
    )
    const draw = sample('ANCHOR_LOT_AWARD.1', {
      'data.award_users.0.uname': '',
      'data.award_name': '',
    })
    const [drawn] = draftsOf(draw)
    expect(drawn).toHaveProperty('winners.0.user.id')
    expect(drawn?.type === 'lottery' && drawn.winners).toHaveLength(3)
    const packet = sample('POPULARITY_RED_POCKET_WINNER_LIST.1', { 'data.winner_info.0.1': '' })
    expect(draftsOf(packet)[0]).toHaveProperty('winners.0.user.id')
  })
})

describe('a missing list', () => {
  test.each([
    ['ANCHOR_LOT_AWARD.1', 'data.award_users', 'winners'],
    ['POPULARITY_RED_POCKET_WINNER_LIST.1', 'data.winner_info', 'winners'],
    ['POPULARITY_RED_POCKET_WINNER_LIST.1', 'data.awards', 'prizes'],
    ['POPULARITY_RED_POCKET_START.1', 'data.awards', 'prizes'],
  ])('is no empty list: %s without %s', (name, path, field) => {
    for (const value of [null, undefined, 'x']) {
      expect(draftsOf(sample(name, { [path]: value }))[0]).not.toHaveProperty(field)
    }
  })

  test('is no empty board', () => {
    const data = { rank_type: 'online_rank', online_list: null }
    expect(draftsOf({ cmd: 'ONLINE_RANK_V2', data })).toEqual([])
    const pb = Buffer.from(proto.OnlineRank.encode({ rankType: 'online_rank' }).finish())
    expect(draftsOf({ cmd: 'ONLINE_RANK_V3', data: { pb: pb.toString('base64') } })).toEqual([])
  })
})

describe('anonymous viewers', () => {
  const hidden = { base: { name: '匿名用户', is_mystery: true }, anon: { flag: 1, id: 'x' } }
  const gift = sample('SEND_GIFT.3', {
    'data.uid': 0,
    'data.uname': '匿名用户',
    'data.sender_uinfo': hidden,
    'data.batch_combo_id': 'batch:gift:combo_id:0:20001:31036',
  })

  test('are reported as a limit, masked, and are never merged', () => {
    const { drafts, effects } = read([gift, gift])
    expect(effects).toEqual([{ kind: 'anonymous' }, { kind: 'anonymous' }])
    for (const draft of drafts) {
      expect(draft).toMatchObject({ user: { name: '匿名用户', masked: true } })
      expect(draft).not.toHaveProperty('user.id')
      expect(draft).not.toHaveProperty('combo')
    }
  })

  test('who enter do not replace each other', () => {
    const entrance = sample('ENTRY_EFFECT.3', { 'data.uid': 0, 'data.uinfo': hidden })
    const word = sample('INTERACT_WORD.1', { 'data.uid': 0, 'data.uinfo': hidden })
    for (const draft of draftsOf(entrance, word)) expect(draft).not.toHaveProperty('provisional')
  })

  test('are recognized in protobuf too', () => {
    const packed = repacked('gift-v2', (message) => {
      message.uid = message.uid.sub(message.uid)
      message.uinfo = { base: { name: '匿名用户', isMystery: 1 } }
    })
    const { drafts, effects } = read([packed])
    expect(effects).toEqual([{ kind: 'anonymous' }])
    expect(drafts[0]).not.toHaveProperty('user.id')
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
