import { expect, test } from 'vitest'
import { bilibiliOpen } from './bilibili-open/index.ts'
import { bilibili } from './bilibili/index.ts'

test.each([
  ['DANMU_MSG_V2', 'DANMU_MSG'],
  ['DANMU_MSG_NEW', 'DANMU_MSG'],
  ['SEND_GIFT_V3', 'SEND_GIFT'],
  ['SEND_GIFT_V12', 'SEND_GIFT'],
  ['SUPER_CHAT_MESSAGE_V2', 'SUPER_CHAT_MESSAGE'],
  ['SUPER_CHAT_MESSAGE_KOR', 'SUPER_CHAT_MESSAGE'],
  ['USER_TOAST_MSG_V3', 'USER_TOAST_MSG'],
  ['INTERACT_WORD_V2_NEW', 'INTERACT_WORD'],
  ['LIKE_INFO_V4_CLICK', 'LIKE_INFO_V3_CLICK'],
  ['POPULARITY_RED_POCKET_V3_START', 'POPULARITY_RED_POCKET_START'],
  ['CUT_OFF_V3', 'CUT_OFF'],
  ['GUARD_BUY_2', 'GUARD_BUY'],
])('%s is a new version of %s', (method, known) => {
  expect(bilibili.siblingOf?.(method)).toBe(known)
})

test.each([
  'SEND_GIFT_V2', // mapped
  'POPULARITY_RED_POCKET_NEW',
  'COMBO_SEND_V2', // of what is left out
  'STOP_LIVE_ROOM_LIST',
  'GIFT_STAR_PROCESS',
  'SUPER_CHAT_ENTRANCE',
  'ROOM_SKIN_MSG',
  'V2',
  '',
])('%s is none', (method) => {
  expect(bilibili.siblingOf?.(method)).toBeUndefined()
})

test('the open platform has families, too', () => {
  expect(bilibiliOpen.siblingOf?.('LIVE_OPEN_PLATFORM_GUARD_V2')).toBe('LIVE_OPEN_PLATFORM_GUARD')
  expect(bilibiliOpen.siblingOf?.('LIVE_OPEN_PLATFORM_DM_MIRROR')).toBeUndefined()
})
