import { expect, test } from 'vitest'
import { parseRef } from './ref.ts'

test.each([
  ['80017709309', '80017709309'],
  ['renyixu1989', 'renyixu1989'],
  [' anchor_1.cn ', 'anchor_1.cn'],
  ['https://live.douyin.com/80017709309', '80017709309'],
  ['https://live.douyin.com/80017709309/', '80017709309'],
  ['https://live.douyin.com/80017709309?enter_from_merge=web_live&a=https://x', '80017709309'],
  ['http://live.douyin.com/renyixu1989#top', 'renyixu1989'],
  ['HTTPS://LIVE.DOUYIN.COM/80017709309', '80017709309'],
])('S0-44: %j means room %s', (text, webRid) => {
  expect(parseRef(text)).toEqual({ kind: 'room', webRid })
})

test.each([
  ['https://v.douyin.com/iRNBho6/', 'https://v.douyin.com/iRNBho6/'],
  ['http://v.douyin.com/iR-_6?x=1', 'https://v.douyin.com/iR-_6'],
])('S0-44: %j is a short link', (text, url) => {
  expect(parseRef(text)).toEqual({ kind: 'short-link', url })
})

test.each([
  'http://127.0.0.1/?https://live.douyin.com/',
  'http://127.0.0.1/80017709309',
  'http://2130706433/80017709309',
  'http://0x7f.1/80017709309',
  'http://[::1]/80017709309',
  'http://169.254.169.254/latest',
  'https://live.douyin.com@127.0.0.1/1',
  'https://user:pw@live.douyin.com/1',
  'https://live.douyin.com:8443/1',
  'https://live.douyin.com.evil.example/1',
  'https://evil-live.douyin.com/1',
  'https://xv.douyin.com/abc',
  'https://v.douyin.com/a/b',
  'https://live.douyin.com/',
  'https://live.douyin.com/../1/2',
  'https://live.douyin.com/%2e%2e',
  'file:///live.douyin.com/1',
  'javascript:alert(1)',
  '..',
  '.hidden',
  'a/b',
  'a b',
  'a\nb',
  '',
  'x'.repeat(65),
])('S0-43: %j is no room', (text) => {
  expect(parseRef(text)).toBeUndefined()
})
