import { expect, test } from 'vitest'
import { foldText, holdsBlockedWord, holdsLink, readableText } from './comment-text.ts'

test('a text becomes one trimmed line without marks that turn the text around', () => {
  expect(readableText('  a\n\r\u2028b\u0000 ')).toBe('a b')
  expect(readableText('\u202egnp.exe\u202c')).toBe('gnp.exe')
  expect(readableText('\ud800x')).toBe('\ufffdx')
  expect(readableText('👩‍👩‍👧')).toBe('👩‍👩‍👧')
})

test('a text of nothing visible is empty', () => {
  for (const text of ['', ' \t', '\u200b\u200d', '\u3000', '\u0301']) {
    expect(readableText(text)).toBe('')
  }
})

test.each([
  'see https://x.example/a',
  'HTTP://x',
  'www.example',
  'buy.now.com!',
  'ｅｘａｍｐｌｅ．ｃｎ',
  'a1。xyz',
  '加我example.vip吧',
])('%s holds a link', (text) => {
  expect(holdsLink(text)).toBe(true)
})

test.each(['version 1.2', 'wait...what', '好的。live见', 'e.g. this', '3.14', 'a.comment'])(
  '%s holds no link',
  (text) => {
    expect(holdsLink(text)).toBe(false)
  },
)

test('a blocked word is found whatever its case, width, accents and invisible signs', () => {
  for (const text of ['SPAM', 'ｓｐａｍ', 'spàm', 's\u200bpam', 'my spam here']) {
    expect(holdsBlockedWord(foldText(text), ['Spam'])).toBe(true)
  }
})

test('signs between characters hide no word of Chinese, and join no words of English', () => {
  expect(holdsBlockedWord(foldText('加 微-信'), ['加微信'])).toBe(true)
  expect(holdsBlockedWord(foldText('was so'), ['ass'])).toBe(false)
})

test('an empty word blocks nothing', () => {
  expect(holdsBlockedWord(foldText('anything'), ['', ' ', '\u200b'])).toBe(false)
})

test('a long text is searched without trying the same part again and again', () => {
  const text = foldText(`${'a'.repeat(20_000)}${'-'.repeat(20_000)}`)
  expect(holdsLink(text)).toBe(false)
  expect(holdsBlockedWord(text, ['b'])).toBe(false)
})
