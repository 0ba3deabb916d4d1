import { expect, test } from 'vitest'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { coverageFraction } from './coverage-fraction.ts'

test.each([
  [1, undefined, undefined],
  [0.9, undefined, undefined],
  [0.71, 'about seven lines in ten of the chat arrive', '大约每 10 条弹幕收到 7 条'],
  [0.5, 'about one line in two of the chat arrives', '大约每 2 条弹幕只收到 1 条'],
  [0.11, 'about one line in nine of the chat arrives', '大约每 9 条弹幕只收到 1 条'],
  [0.03, 'about one line in 33 of the chat arrives', '大约每 33 条弹幕只收到 1 条'],
  [0, 'no line of the chat arrives', '弹幕一条也没收到'],
])('a share of %d becomes a phrase in both languages', (share, en, zh) => {
  const part = coverageFraction(share)
  expect(part && wordsFor(pageWords, 'en').coverage(part, false)).toBe(en)
  expect(part && wordsFor(pageWords, 'zh-CN').coverage(part, false)).toBe(zh)
})

test('a guest also sees the hint about logging in', () => {
  const part = { received: 1, of: 9 }
  expect(wordsFor(pageWords, 'en').coverage(part, true)).toBe(
    'about one line in nine of the chat arrives: log in to receive more',
  )
  expect(wordsFor(pageWords, 'zh-CN').coverage(part, true)).toBe(
    '大约每 9 条弹幕只收到 1 条，登录账号可以收到更多',
  )
})
