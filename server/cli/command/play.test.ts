import { expect, test } from 'vitest'
import { exitCodes } from '../command.ts'
import { runWith } from '../program.fake.ts'
import { tokenFor } from './play.ts'

test('OWNER_TOKEN is for the server on this machine only, and an empty DANMU_TOKEN is ignored', () => {
  const env = { DANMU_TOKEN: '', OWNER_TOKEN: 'y' }
  expect(tokenFor(undefined, env)).toBe('y')
  expect(tokenFor('https://relay.example', env)).toBeUndefined()
  expect(tokenFor('https://relay.example', { DANMU_TOKEN: 'x' })).toBe('x')
})

test.each([
  [['--room', 'x'], "argument 'file'"],
  [['a', 'b', '--room', 'x'], 'too many arguments'],
  [['a'], '--room'],
  [['a', '--room', '../x'], 'a slug or platform:ref'],
  [['a', '--room', 'x', '--speed', '0'], 'above 0'],
  [['a', '--room', 'x', '--speed', '-1'], 'above 0'],
  [['a', '--room', 'x', '--speed', 'fast'], 'above 0'],
  [['a', '--room', 'x', '--speed', '1e9'], 'at most 1000'],
  [['a', '--room', 'x', '--server', 'ftp://x'], '--server takes an address'],
  [['a', '--room', 'x', '--server', 'relay'], '--server takes an address'],
  [['a', '--room', 'x', '--token', 'secret'], "unknown option '--token'"],
])('%j is refused with a message', async (args, words) => {
  const { code, err } = await runWith(['simulate', ...args])
  expect(code).toBe(exitCodes.usage)
  expect(err).toContain(words)
})
