import { expect, test } from 'vitest'
import { feedAddress } from './tail.ts'

test.each([
  ['demo:busy', 'ws://localhost:8787/rooms/demo:busy/stream'],
  ['http://localhost:9000/rooms/x/stream', 'ws://localhost:9000/rooms/x/stream'],
  ['https://a.example/below/rooms/x?types=chat', 'wss://a.example/below/rooms/x/stream?types=chat'],
  ['wss://a.example/rooms/x/stream?token=t', 'wss://a.example/rooms/x/stream?token=t'],
])('%s is the feed %s', (where, address) => {
  expect(feedAddress(where, 'http://localhost:8787')).toBe(address)
})

test.each([
  ['http://a.example', 'no feed'],
  ['http://a.example/rooms', 'no feed'],
  ['ftp://a.example/rooms/x', 'neither ws'],
  ['http://', 'not an address'],
])('%s is refused: %s', (where, words) => {
  expect(() => feedAddress(where, 'http://localhost:8787')).toThrow(words)
})

test('a room id alone is a room of the server in the options', () => {
  expect(feedAddress('demo:busy', 'https://relay.example')).toBe(
    'wss://relay.example/rooms/demo:busy/stream',
  )
})
