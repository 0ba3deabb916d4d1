import { expect, test } from 'vitest'
import { resumeAddress, streamAddress } from './address.ts'

test("a stream uses the WebSocket scheme that corresponds to the page's", () => {
  expect(streamAddress('/rooms/demo:busy/stream', 'http://localhost:8787/overlay?x#y')).toBe(
    'ws://localhost:8787/rooms/demo:busy/stream',
  )
  expect(streamAddress('rooms/a/stream?types=chat', 'https://relay.example/')).toBe(
    'wss://relay.example/rooms/a/stream?types=chat',
  )
  expect(streamAddress('wss://other.example/rooms/a/stream#x', 'http://localhost/')).toBe(
    'wss://other.example/rooms/a/stream',
  )
})

test('C2 a room without /stream is its stream', () => {
  expect(streamAddress('https://h/live/rooms/demo:busy?types=chat')).toBe(
    'wss://h/live/rooms/demo:busy/stream?types=chat',
  )
})

test.each(['', 'localhost:8787/rooms/a/stream', 'ftp://h/rooms/a/stream', 'http://h/rooms/', 'x'])(
  'C2 the address %j is refused before the first attempt, with an example',
  (src) => {
    expect(() => streamAddress(src)).toThrow(TypeError)
    expect(() => streamAddress(src)).toThrow('http(s)://<server>/rooms/<id>/stream')
  },
)

test('a resume keeps the query without `last`', () => {
  const address = 'ws://h/rooms/a/stream?types=chat&last=20'
  expect(resumeAddress(address, undefined)).toBe(address)
  expect(resumeAddress(address, { epoch: 'e1', seq: 42 })).toBe(
    'ws://h/rooms/a/stream?types=chat&since=e1%3A42',
  )
})
