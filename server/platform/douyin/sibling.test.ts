import { expect, test } from 'vitest'
import { ignored } from './ignored.ts'
import { siblingOf } from './sibling.ts'
import { normalizers } from './normalizers.ts'

test.each([
  ['WebcastChatMessageV2', 'WebcastChatMessage'],
  ['WebcastChatV2Message', 'WebcastChatMessage'],
  ['WebcastGiftMessageNew', 'WebcastGiftMessage'],
  ['WebcastNewGiftMessage', 'WebcastGiftMessage'],
  ['WebcastGiftMessage2', 'WebcastGiftMessage'],
  ['WebcastDuetChatMessage', 'WebcastChatMessage'],
  ['WebcastGroupGiftMessage', 'WebcastGiftMessage'],
  ['WebcastRoomRankV2Message', 'WebcastRoomRankMessage'],
  ['WebcastControlMessageV3', 'WebcastControlMessage'],
])('%s is another form of %s', (method, known) => {
  expect(siblingOf(method)).toBe(known)
})

test.each([
  ...normalizers.keys(),
  ...ignored.keys(),
  'WebcastRoomIntroMessage',
  'WebcastGiftSortMessage',
  'WebcastGiftVoteMessage',
  'WebcastNewsMessage',
  'WebcastMessage',
  `Webcast${'Very'.repeat(30)}GiftMessage`,
  '',
])('%s is none', (method) => {
  expect(siblingOf(method)).toBeUndefined()
})
