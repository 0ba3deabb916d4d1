import { expect, test } from 'vitest'
import { parseRef } from './ref.ts'

test.each([
  ['21452505', '21452505'],
  ['1', '1'],
  ['https://live.bilibili.com/21452505', '21452505'],
  ['http://live.bilibili.com/6/', '6'],
  ['https://live.bilibili.com/h5/6', '6'],
  ['https://live.bilibili.com/blanc/6?liteVersion=true', '6'],
  ['https://LIVE.bilibili.com:443/732?broadcast_type=0&live_from=86002#top', '732'],
])('S0-44 %s is room %s', (text, number) => {
  expect(parseRef(text)).toBe(number)
})

test.each([
  'http://127.0.0.1/?https://live.bilibili.com/6',
  'https://live.bilibili.com.example.org/6',
  'https://example.org/live.bilibili.com/6',
  'https://live.bilibili.com@127.0.0.1/6',
  'https://user:password@live.bilibili.com/6',
  'https://live.bilibili.com:8443/6',
  'https://xlive.bilibili.com/6',
  'https://live.bilibili.com\\@127.0.0.1/6/x',
  'ftp://live.bilibili.com/6',
  'file:///live.bilibili.com/6',
  'javascript:6',
  'https://b23.tv/6',
  'https://live.bilibili.com/',
  'https://live.bilibili.com/p/eden/area-tags',
  'https://live.bilibili.com/0',
  'https://live.bilibili.com/6/7',
  '',
  '0',
  '-6',
  '6.0',
  '006',
  ' 6',
  '6?x=1',
  '12345678901234567',
  '六',
])('S0-43 %s is no room', (text) => {
  expect(parseRef(text)).toBeUndefined()
})
