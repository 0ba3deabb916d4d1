import { expect, test } from 'vitest'
import { eventRow } from './event-row.ts'

const place = { room: 'movie-night', epoch: 'e1', epochNumber: 1, seq: 7 }
const event = {
  type: 'chat',
  v: 1,
  seq: 7,
  id: 'bilibili:1',
  room: 'movie-night',
  source: 'bilibili:21452505',
  at: 1,
  receivedAt: 2,
  user: { id: 'bilibili:42', name: '某人' },
  text: '你好',
}

test('a row has the text of the line, and the columns of the event', () => {
  const line = JSON.stringify(event)
  expect(eventRow(place, line)).toEqual({
    ...place,
    id: 'bilibili:1',
    source: 'bilibili:21452505',
    type: 'chat',
    at: 1,
    receivedAt: 2,
    userId: 'bilibili:42',
    line,
  })
})

test.each([
  ['no user', undefined],
  ['a user without a stable id', { name: '某人' }],
])('an event of %s has no user id', (_, user) => {
  expect(eventRow(place, JSON.stringify({ ...event, user }))?.userId).toBeUndefined()
})

test.each([
  ['no JSON', '{"type":"chat"'],
  ['no object', 'null'],
  ['without an id', JSON.stringify({ ...event, id: undefined })],
  ['with a time that is no whole number', JSON.stringify({ ...event, at: 1.5 })],
  ['with a time beyond all dates', JSON.stringify({ ...event, receivedAt: 1e300 })],
])('a line that is %s is no event', (_, line) => {
  expect(eventRow(place, line)).toBeUndefined()
})

test('a NUL in an id, which the database cannot store, is replaced; the line is unchanged', () => {
  const line = JSON.stringify({ ...event, id: 'a\u0000b', user: { id: 'c\u0000', name: '' } })
  expect(eventRow(place, line)).toMatchObject({ id: 'a\uFFFDb', userId: 'c\uFFFD', line })
})
