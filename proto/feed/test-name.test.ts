import { expect, test } from 'vitest'
import { isTestName, parseRoomId, testIdOf, testSourceOf } from './index.ts'

test.each([
  ['movie-night', 'test:movie-night'],
  ['bilibili:21452505', 'test:bilibili.21452505'],
  ['test:movie-night', 'test:movie-night'],
])('events made for %s have the source %s', (name, source) => {
  expect(testSourceOf(name)).toBe(source)
  expect(parseRoomId(source)).toMatchObject({ kind: 'source', platform: 'test' })
})

test('the id of a test is never that of a real event, and a second marking changes nothing', () => {
  expect(testIdOf('bilibili:6c17')).toBe('test:bilibili:6c17')
  expect(testIdOf(testIdOf('a'))).toBe('test:a')
  expect([isTestName('test:a'), isTestName('bilibili:test:a')]).toEqual([true, false])
})
