import { expect, test } from 'vitest'
import { sourceNamed } from './named-source.ts'
import { choosePlatforms, platforms } from './registry.ts'

test.each([
  ['bilibili:5440', 'bilibili', '5440'],
  [' douyin:80017709309 ', 'douyin', '80017709309'],
  ['bilibili-open:main', 'bilibili-open', 'main'],
  ['douyin:https://v.douyin.com/iABC/', 'douyin', 'https://v.douyin.com/iABC/'],
  ['https://live.douyin.com/80017709309', 'douyin', 'https://live.douyin.com/80017709309'],
  ['https://v.douyin.com/iABC/', 'douyin', 'https://v.douyin.com/iABC/'],
  ['https://live.bilibili.com/5440?from=x', 'bilibili', 'https://live.bilibili.com/5440?from=x'],
])('S0-44 %j is a room of %s', (text, platform, ref) => {
  expect(sourceNamed(text, platforms)).toEqual({ platform, ref })
})

test.each([
  'movie-night',
  'https://example.com/5440',
  'https://live.douyin.com.example.com/1',
  'https://live.douyin.com:8443/1',
  'http://127.0.0.1/?https://live.douyin.com/',
  'douyin:two words',
  'douyin:',
])('S0-43 %j names no source', (text) => {
  expect(sourceNamed(text, platforms)).toBeUndefined()
})

test('the address of a site that is switched off names nothing', () => {
  const running = choosePlatforms(['bilibili'])
  expect(sourceNamed('https://live.douyin.com/1', running)).toBeUndefined()
})
