import { describe, expect, test } from 'vitest'
import { bilibili as proto } from '../../../proto/gen/bilibili.js'
import { edited } from '../bilibili-packet/message.fake.ts'
import { draftsOf, messagesOf, read, repacked, sample, toast } from './case.fake.ts'

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
