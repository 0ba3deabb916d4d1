import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli, startCli } from '../kit/cli.ts'
import { startProgram } from '../kit/python.ts'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { type Frame, subscribe } from '../kit/subscriber.ts'
import { quietMs } from '../kit/quiet.ts'

const token = 'owner-of-this-test-0123456789abcdefghij'
const party = 'e2e/example/party.json'
const folder = temporaryFolder()
const replays = join(folder.path, 'replays')
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder.path, name)
  writeFileSync(path, content)
  return path
}

let server: ServerProcess
beforeAll(async () => {
  mkdirSync(replays)
  copyFileSync(join(root, party), join(replays, 'party.json'))
  server = await startServerProcess({ OWNER_TOKEN: token, REPLAY_DIR: replays })
})
afterAll(async () => {
  await server.end()
  folder.remove()
})

const play = (...args: readonly string[]) =>
  cli([...args, '--server', server.url], { DANMU_TOKEN: token })

/** Returns the chat of a recording: one line every 100 ms. */
const recorded = (count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const receivedAt = 1_763_600_000_000 + index * 100
    const place = { v: 1, seq: index + 1, id: `demo:x:${index}`, room: 'a', source: 'demo:x' }
    return JSON.stringify({ ...place, at: receivedAt, receivedAt, type: 'chat', text: `${index}` })
  }).join('\n')

/** Returns the test events of a room without the fields that differ between two runs. */
const testsOf = (frames: readonly Frame[]): readonly Frame[] =>
  frames
    .filter((frame) => frame['test'] === true)
    .map(({ seq: _seq, id: _id, at: _at, receivedAt: _receivedAt, ...rest }) => rest)

/** Follows the test events of a room. */
function watch(room: string) {
  const subscriber = subscribe(server.url, `/rooms/${room}/stream`)
  const tests = async (count: number): Promise<readonly Frame[]> => {
    while (testsOf(subscriber.frames).length < count) {
      await subscriber.take(subscriber.frames.length + 1)
    }
    return testsOf(subscriber.frames)
  }
  return { ...subscriber, tests }
}

test('a scenario makes the same events at each run, every one marked as a test', async () => {
  const reader = watch('demo:1')
  await reader.take(1)
  const first = await play('simulate', party, '--room', 'demo:1', '--speed', '30')
  const second = await play('simulate', party, '--room', 'demo:1', '--speed', '30')
  expect(first).toMatchObject({ code: 0, out: '98 events shown in demo:1\n' })
  expect(second.out).toBe(first.out)
  const tests = await reader.tests(196)
  reader.close()
  expect(tests.slice(98)).toEqual(tests.slice(0, 98))
  expect(new Set(tests.map(({ source }) => source))).toEqual(new Set(['test:demo.1']))
  const gifts = tests.filter(({ type }) => type === 'gift').slice(0, 10)
  expect(gifts.map(({ combo }) => (combo as { total: number }).total)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ])
})

test('a packed recording is replayed in order, ten times as fast as recorded', async () => {
  const reader = watch('demo:2')
  await reader.take(1)
  const startedAt = performance.now()
  const path = file('night.gz', gzipSync(`${recorded(100)}\n{"frame":"head","seq":3}\n`))
  const outcome = await play('replay', path, '--room', 'demo:2', '--speed', '10')
  const tests = await reader.tests(100)
  reader.close()
  expect(outcome).toMatchObject({ code: 0, out: '100 events shown in demo:2\n' })
  expect(outcome.err).toContain('100 events in 0:01 min')
  expect(tests.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
  expect(tests[0]).toMatchObject({ source: 'test:demo.x', room: 'demo:2' })
  const tookMs = performance.now() - startedAt
  expect(tookMs).toBeGreaterThanOrEqual(990) // 99 steps of 100 ms, a tenth of each
  expect(await quietMs(tookMs)).toBeLessThan(9_900) // the duration at the recorded pace
})

test.each<[string, () => string, string]>([
  ['broken JSON', () => file('a.ndjson', `${recorded(3)}\n{"type":`), 'a.ndjson: line 4: not JSON'],
  ['nothing', () => file('d.ndjson', ''), 'd.ndjson: there is no event in it'],
  ['no file', () => join(folder.path, 'none'), 'no such file'],
])('a recording of %s is refused before anything is sent', async (_name, make, words) => {
  const reader = watch('demo:3')
  await reader.take(1)
  const outcome = await play('replay', make(), '--room', 'demo:3')
  reader.close()
  expect(outcome).toMatchObject({ code: 1, out: '', err: expect.stringContaining(words) })
  expect(outcome.err).not.toMatch(/\bat .+:\d+:\d+/)
  expect(testsOf(reader.frames)).toEqual([])
})

test('a refusal of the server is printed in its words', async () => {
  const path = file('short.ndjson', recorded(2))
  const anonymous = ['replay', path, '--room', 'demo:4', '--server', server.url]
  const refused = await cli(anonymous, { DANMU_TOKEN: '', OWNER_TOKEN: '' })
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringMatching(/the server answers 401: .*events:write/),
  })
  expect(refused.err).toMatch(/^DANMU_TOKEN is not set: set it to the owner token /m) // A4
  expect(await play('replay', path, '--room', 'anonymous-made-this')).toMatchObject({
    code: 1,
    err: expect.stringContaining('the server answers 404: no room of this name'),
  })
})

test('an interrupted replay prints its progress', async () => {
  const path = file('long.ndjson', recorded(600))
  const reader = watch('demo:5')
  const running = startCli(['replay', path, '--room', 'demo:5', '--server', server.url], {
    DANMU_TOKEN: token,
  })
  await reader.tests(3)
  running.signal('SIGINT')
  const { code, out } = await running.ended
  reader.close()
  expect(code).toBe(0)
  expect(out).toMatch(/^stopped: \d+ of 600 shown in demo:5\n$/)
})

describe('a replay source', () => {
  test('plays a file of its folder, marked as a test, and then ends', async () => {
    const events = Array.from({ length: 5 }, (_, n) => ({
      afterMs: n * 50,
      event: { type: 'chat', text: `${n}` },
    }))
    writeFileSync(join(replays, 'five.json'), JSON.stringify({ seed: 1, steps: events }))
    const reader = subscribe(server.url, '/rooms/replay:five/stream?last=100')
    const frames = await reader.take(1 + 1 + 5 + 1)
    reader.close()
    expect(
      frames.map(({ type, state, text, test: marked }) => [type ?? 'frame', state ?? text, marked]),
    ).toEqual([
      ['frame', expect.any(Array), undefined],
      ['source', 'open', undefined],
      ...events.map((_, n) => ['chat', `${n}`, true]),
      ['source', 'ended', undefined],
    ])
    expect(frames.at(-2)).toMatchObject({ source: 'replay:five' })
  })

  test('reports in the room the broken line of its file', async () => {
    writeFileSync(join(replays, 'torn.ndjson'), `${recorded(1)}\nnothing`)
    const reader = subscribe(server.url, '/rooms/replay:torn/stream?last=100')
    const frames = await reader.take(4)
    reader.close()
    expect(frames.at(-1)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('line 2: not JSON'),
    })
  })

  test.each([
    'replay:none',
    'replay:..',
    'replay:.',
    'replay:.party',
    'replay:party.json.',
    'replay:..%2fsecret',
    'replay:%2e%2e%2fsecret',
    'replay:..%5csecret',
    'replay:%2fetc%2fpasswd',
    'replay:party%00',
    `replay:${'a'.repeat(200)}`,
    'replay:',
    'replay:-',
    'replay:__proto__',
  ])('does not leave its folder for %s', async (id) => {
    writeFileSync(join(folder.path, 'secret.json'), readFileSync(join(replays, 'party.json')))
    const response = await fetch(`${server.url}/rooms/${id}`)
    const text = await response.text()
    expect([400, 404]).toContain(response.status)
    expect(text).not.toContain(folder.path)
  })

  test('names the setting if there is no folder', async () => {
    const bare = await startServerProcess()
    const response = await fetch(`${bare.url}/rooms/replay:party`)
    const text = await response.text()
    await bare.end()
    expect([response.status, text]).toEqual([404, expect.stringContaining('REPLAY_DIR')])
  })
})

test('the example of the protocol page works as described', async () => {
  const page = readFileSync(join(root, 'proto/feed/README.md'), 'utf8')
  const [, example = ''] = /## Trying things out.*?```sh\n(.*?)```/s.exec(page) ?? []
  const reader = watch('demo:busy')
  await reader.take(1)
  const text = example.replaceAll('http://localhost:8787', server.url)
  const curl = startProgram('/bin/sh', ['-c', text.replace('curl', 'exec curl -s')], {
    env: { OWNER_TOKEN: token },
  })
  expect(await curl.ended).toBe(0)
  expect(JSON.parse(curl.lines.join('\n'))).toMatchObject({
    events: [{ id: expect.stringMatching(/^test:/), seq: expect.any(Number) }],
  })
  expect(await reader.tests(1)).toMatchObject([{ text: 'hello', user: { name: 'Ada' } }])
  reader.close()
})
