import { expect, test } from 'vitest'
import { resumeAddress, streamAddress } from './address.ts'

test('a stream is reached over the scheme that fits the page', () => {
  expect(streamAddress('/rooms/demo:busy/stream', 'http://localhost:8787/overlay?x#y')).toBe(
    'ws://localhost:8787/rooms/demo:busy/stream',
  )
  expect(streamAddress('rooms/a/stream?types=chat', 'https://relay.example/')).toBe(
    'wss://relay.example/rooms/a/stream?types=chat',
  )
  expect(streamAddress('wss://other.example/s#secret', 'http://localhost/')).toBe(
    'wss://other.example/s',
  )
})

test('a resume keeps the query but no longer asks for the last events', () => {
  const address = 'ws://h/rooms/a/stream?types=chat&last=20'
  expect(resumeAddress(address, undefined)).toBe(address)
  expect(resumeAddress(address, { epoch: 'e1', seq: 42 })).toBe(
    'ws://h/rooms/a/stream?types=chat&since=e1%3A42',
  )
})
