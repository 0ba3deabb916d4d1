import { expect, test } from 'vitest'
import { playOptions } from './options.ts'

test('omitted options have defaults, and the token comes from the environment', () => {
  expect(playOptions(['a.json', '--room', 'demo:busy'], { DANMU_TOKEN: 'x' })).toEqual({
    file: 'a.json',
    speed: 1,
    target: { server: 'http://localhost:8787', room: 'demo:busy', token: 'x' },
  })
  const args = ['--speed', '0.5', '--server=https://relay.example', '--room=a', 'b.gz']
  expect(playOptions(args, { DANMU_TOKEN: 'y' })).toEqual({
    file: 'b.gz',
    speed: 0.5,
    target: { server: 'https://relay.example', room: 'a', token: 'y' },
  })
})

test('OWNER_TOKEN is sent to the server on this machine only, and an empty DANMU_TOKEN is ignored', () => {
  const env = { DANMU_TOKEN: '', OWNER_TOKEN: 'y' }
  expect(playOptions(['a', '--room', 'x'], env).target.token).toBe('y')
  const elsewhere = ['a', '--room', 'x', '--server', 'https://relay.example']
  expect(playOptions(elsewhere, env).target.token).toBeUndefined()
})

test.each<[string[], RegExp]>([
  [[], /name one file/],
  [['a', 'b', '--room', 'x'], /name one file/],
  [['a'], /--room/],
  [['a', '--room', '../x'], /--room/],
  [['a', '--room', 'x', '--speed', '0'], /--speed/],
  [['a', '--room', 'x', '--speed', '-1'], /--speed|'-1'/],
  [['a', '--room', 'x', '--speed', 'fast'], /--speed/],
  [['a', '--room', 'x', '--speed', '1e9'], /--speed/],
  [['a', '--room', 'x', '--server', 'ftp://x'], /--server/],
  [['a', '--room', 'x', '--server', 'relay'], /--server/],
  [['a', '--room', 'x', '--token', 'secret'], /--token/],
])('%j is refused with a message', (args, words) => {
  expect(() => playOptions(args, {})).toThrow(words)
})

test('the default server is that on this machine, at the port of PORT', () => {
  const { target } = playOptions(['a.json', '--room', 'x'], { PORT: '9000' })
  expect(target.server).toBe('http://localhost:9000')
})
