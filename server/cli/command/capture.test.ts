import { expect, test } from 'vitest'
import { exitCodes } from '../command.ts'
import { runWith } from '../program.fake.ts'

test.each([
  [[], "argument 'room'"],
  [['movie-night', 'x'], 'name a room'],
  [['https://example.com/1', 'x'], 'this site is not known'],
  [['bilibili:https://live.bilibili.com/p/x', 'x'], 'names no room'],
  [['bilibili:abc', 'x'], 'a room of Bilibili is a number'],
  [['5440', 'x'], 'bilibili:5440, douyin:5440'],
  [['bilibili:1', 'x', '--login-file', '/no/such/file'], 'cannot be read'],
  [['demo:busy', 'x'], 'demo sends no frames'],
  [['huya:1', 'x'], 'there is no platform huya'],
  [['bilibili:1'], "argument 'file'"],
  [['bilibili:1', 'x', '--seconds', 'long'], '--seconds'],
  [['bilibili:1', 'x', '--minutes', '1'], '--minutes'],
])('%j is refused with the reason', async (args, words) => {
  const { code, err } = await runWith(['capture', ...args])
  expect(code).toBe(exitCodes.usage)
  expect(err).toContain(words)
})

test('a platform that PLATFORMS excludes is not captured', async () => {
  const { err } = await runWith(['capture', 'bilibili:1', 'x'], { PLATFORMS: 'bilibili-open' })
  expect(err).toContain('bilibili is switched off on this server')
})
