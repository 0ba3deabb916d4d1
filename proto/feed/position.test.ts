import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPosition, parsePosition, parseRoomId } from './index.ts'

test('a position is the same after writing and reading', () => {
  const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/)
  fc.assert(
    fc.property(epoch, fc.nat(Number.MAX_SAFE_INTEGER), (name, seq) => {
      const position = { epoch: name, seq }
      expect(parsePosition(formatPosition(position))).toEqual(position)
    }),
  )
})

test.each(['', ':', 'e', 'e:', ':5', 'e:-1', 'e:1.5', 'e:9007199254740993', 'a b:1', 'e:1\n'])(
  'the position %j is malformed',
  (text) => {
    expect(parsePosition(text)).toBeUndefined()
  },
)

test('a room is a slug or a source', () => {
  expect(parseRoomId('movie-night')).toEqual({ kind: 'slug', slug: 'movie-night' })
  expect(parseRoomId('bilibili:21452505')).toEqual({
    kind: 'source',
    platform: 'bilibili',
    ref: '21452505',
  })
})

test.each([
  '',
  'A',
  'a b',
  '../x',
  'x/y',
  ':',
  'x:',
  ':y',
  'x:y z',
  'x:y\n',
  '弹幕',
  'a'.repeat(65),
])('the room id %j is malformed', (text) => {
  expect(parseRoomId(text)).toBeUndefined()
})
