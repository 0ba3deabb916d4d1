import { expect, test } from 'vitest'
import { feedAddress } from './tail.ts'

test.each([
  ['demo:busy', 'ws://localhost:8787/rooms/demo:busy/stream'],
  ['http://localhost:9000/rooms/x/stream', 'ws://localhost:9000/rooms/x/stream'],
  ['https://a.example/below/rooms/x?types=chat', 'wss://a.example/below/rooms/x/stream?types=chat'],
  ['wss://a.example/rooms/x/stream?token=t', 'wss://a.example/rooms/x/stream?token=t'],
])('%s is the feed %s', (where, address) => {
  expect(feedAddress(where)).toBe(address)
})

test.each([
  ['http://a.example', 'no feed'],
  ['http://a.example/rooms', 'no feed'],
  ['ftp://a.example/rooms/x', 'neither ws'],
  ['http://', 'not an address'],
])('%s is refused: %s', (where, words) => {
  expect(() => feedAddress(where)).toThrow(words)
})

test('a room id alone is of the server on this machine, at the port of its setting', () => {
  expect(feedAddress('demo:busy', { PORT: '9000' })).toBe(
    'ws://localhost:9000/rooms/demo:busy/stream',
  )
})
