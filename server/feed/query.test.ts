import { expect, test } from 'vitest'
import { parseFeedQuery as parse } from './query.fake.ts'

test('an empty query means from now on, every type', () => {
  expect(parse('')).toEqual({ from: { kind: 'last', count: 0 }, filter: { raw: false } })
})

test('a position comes from since', () => {
  const from = { kind: 'since', position: { epoch: 'e', seq: 5 } }
  expect(parse('since=e:5')).toMatchObject({ from })
})

test('types may ask for the raw side stream', () => {
  expect(parse('types=chat,raw')).toMatchObject({ filter: { types: new Set(['chat']), raw: true } })
})

test('all means every type, future ones too, with the raw messages or without', () => {
  expect(parse('types=all')).toMatchObject({ filter: { raw: false } })
  expect(parse('types=all,raw')).toEqual({
    from: { kind: 'last', count: 0 },
    filter: { raw: true },
  })
})

test('a client may request keep-alive frames', () => {
  expect(parse('alive=1')).toMatchObject({ alive: true })
})

test.each([
  ['since=5', 'since'],
  ['since=e:-1', 'since'],
  ['since=e:99999999999999999999', 'since'],
  ['since=', 'since'],
  ['last=101', 'last'],
  ['last=-1', 'last'],
  ['last=1.5', 'last'],
  ['last=', 'last'],
  ['last=x', 'last'],
  ['types=', 'types'],
  ['alive=yes', 'alive'],
  ['types=chat,nonsense', 'types'],
])('%s is refused with a reason', (query, word) => {
  expect(() => parse(query)).toThrow(word)
})
