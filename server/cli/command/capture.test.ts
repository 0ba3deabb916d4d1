import { expect, test } from 'vitest'
import { UsageError } from '../command.ts'
import { captureCommand } from './capture.ts'

const capture = async (args: readonly string[], env = {}): Promise<unknown> => {
  const ignore = (): undefined => undefined
  const terminal = {
    out: ignore,
    isInteractive: false,
    err: ignore,
    env,
    interrupted: () => Promise.resolve(),
  }
  return captureCommand.run(args, terminal).catch((cause: unknown) => cause)
}

test.each([
  [[], 'name a room'],
  [['movie-night', 'x'], 'name a room'],
  [['https://example.com/1', 'x'], 'this site is not known'],
  [['bilibili:https://live.bilibili.com/p/x', 'x'], 'names no room'],
  [['bilibili:abc', 'x'], 'a room of Bilibili is a number'],
  [['5440', 'x'], 'bilibili:5440, douyin:5440'],
  [['bilibili:1', 'x', '--login-file', '/no/such/file'], 'cannot be read'],
  [['demo:busy', 'x'], 'demo sends no frames'],
  [['huya:1', 'x'], 'there is no platform huya'],
  [['bilibili:1'], 'name one file'],
  [['bilibili:1', 'x', '--seconds', 'long'], '--seconds'],
  [['bilibili:1', 'x', '--minutes', '1'], '--minutes'],
])('%j is refused with the reason', async (args, words) => {
  const failure = await capture(args)
  expect(failure).toBeInstanceOf(UsageError)
  expect(String(failure)).toContain(words)
})

test('a platform that PLATFORMS excludes is not captured', async () => {
  const failure = await capture(['bilibili:1', 'x'], { PLATFORMS: 'bilibili-open' })
  expect(String(failure)).toContain('bilibili is switched off on this server')
})
