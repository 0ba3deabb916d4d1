import { expect, test } from 'vitest'
import { parseEdgeArguments } from './argument.ts'

test('an origin may have any form of address, below a path too', () => {
  const baseOf = (origin: string) => parseEdgeArguments(['--origin', origin]).base
  expect(baseOf('wss://relay.example')).toBe('https://relay.example')
  expect(baseOf('http://localhost:8787/')).toBe('http://localhost:8787')
  expect(baseOf('https://relay.example/live/')).toBe('https://relay.example/live')
})

test('rooms and the token file are read unchanged', () => {
  const args = ['--rooms', 'night,bilibili:1', '--origin', 'ws://a', '--token-file', '/run/t']
  expect(parseEdgeArguments(args)).toEqual({
    base: 'http://a',
    shown: new Set(['night', 'bilibili:1']),
    tokenFile: '/run/t',
  })
})

test.each([
  [[], '--origin'],
  [['--origin'], 'needs a value'],
  [['--origin', 'relay.example'], 'must be an address'],
  [['--origin', 'wss://a', '--rooms', 'a/b'], 'neither'],
  [['--origin', 'wss://a', '--token', 'secret'], 'there is no --token'],
])('%j is refused with a reason', (args, words) => {
  expect(() => parseEdgeArguments(args)).toThrow(words)
})
