import { expect, test } from 'vitest'
import { type EdgeArguments, newEdgeCommand } from './argument.ts'

/** Returns the arguments as they are read; throws with the words that the user sees. */
function read(args: readonly string[]): EdgeArguments | undefined {
  let given: EdgeArguments | undefined
  newEdgeCommand((options) => {
    given = options
    return Promise.resolve()
  })
    .configureOutput({ writeErr: () => undefined })
    .exitOverride()
    .parse(args, { from: 'user' })
  return given
}

test('an origin may have any form of address, below a path too', () => {
  const baseOf = (origin: string) => read(['--origin', origin])?.base
  expect(baseOf('wss://relay.example')).toBe('https://relay.example')
  expect(baseOf('http://localhost:8787/')).toBe('http://localhost:8787')
  expect(baseOf('https://relay.example/live/')).toBe('https://relay.example/live')
})

test('rooms and the token file are read unchanged', () => {
  const args = ['--rooms', 'night,bilibili:1', '--origin', 'ws://a', '--token-file', '/run/t']
  expect(read(args)).toEqual({
    base: 'http://a',
    shown: new Set(['night', 'bilibili:1']),
    tokenFile: '/run/t',
  })
})

test.each([
  [[], '--origin'],
  [['--origin'], 'argument missing'],
  [['--origin', 'relay.example'], 'must be an address'],
  [['--origin', 'wss://a', '--rooms', 'a/b'], 'neither'],
  [['--origin', 'wss://a', '--token', 'secret'], "unknown option '--token'"],
  [['--origin', 'wss://a', 'b'], 'too many arguments'],
])('%j is refused with a reason', (args, words) => {
  expect(() => read(args)).toThrow(words)
})
