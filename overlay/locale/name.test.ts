import { describe, expect, test } from 'vitest'
import { fakeMembership } from '../element/base/event.fake.ts'
import { wordsFor } from './index.ts'
import { overlayWords } from './overlay.ts'
import { giftNameOf, nameOf, tierNameOf, visible } from './name.ts'

const zh = wordsFor(overlayWords, 'zh-CN')
const en = wordsFor(overlayWords, 'en')

describe('a user without a name', () => {
  test.each([
    ['no user', undefined],
    ['no name', { id: 'bilibili:1' }],
    ['an empty name', { name: '' }],
    ['blanks', { name: ' \u3000\t' }],
    ['letters that show nothing', { name: '\u200b\u2060\u3164\u2800' }],
  ])('has the general word in place of %s', (_what, user) => {
    expect([nameOf(user, zh), nameOf(user, en)]).toEqual(['匿名用户', 'Anonymous'])
  })

  test('shows a name that has at least one visible character', () => {
    expect(nameOf({ name: ' 观众甲 ' }, zh)).toBe(' 观众甲 ')
    expect(visible('👨‍👩‍👧')).toBe('👨‍👩‍👧')
  })
})

test('a gift without a name has the general word', () => {
  expect([giftNameOf({ id: '1' }, zh), giftNameOf({ id: '1', name: ' ' }, en)]).toEqual([
    '礼物',
    'a gift',
  ])
  expect(giftNameOf({ id: '1', name: '小花花' }, en)).toBe('小花花')
})

describe('a membership', () => {
  const { tier: _, guard: __, ...bare } = fakeMembership()

  test('without a tier name has the name of its level, else the general word', () => {
    expect(tierNameOf({ ...bare, guard: 2 }, zh)).toBe('提督')
    expect(tierNameOf(bare, en)).toBe('membership')
    expect(tierNameOf({ ...bare, guard: 2, tier: '提督团' }, zh)).toBe('提督团')
  })

  test('has a sentence in both languages', () => {
    expect(zh.membership('观众甲', { ...bare, guard: 3 })).toBe('观众甲 开通了舰长 1 个月')
    expect(en.membership('Ada', bare)).toBe('Ada joined membership, 1 month')
  })
})
