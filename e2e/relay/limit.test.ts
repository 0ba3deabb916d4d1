import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { quietMs } from '../kit/quiet.ts'
import type { Visit } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'
import { asOwner, type OpenServer, startOpenServer, through, visit } from './open-server.ts'

const maxPerAddress = 5
const maxInAll = 30

let server: OpenServer

beforeAll(async () => {
  server = await startOpenServer({
    MAX_SOCKETS: String(maxInAll),
    MAX_SOCKETS_PER_ADDRESS: String(maxPerAddress),
    STREAMS_PER_MINUTE: '60',
    HEADER_TIMEOUT_MS: '500',
  })
})
afterAll(() => server.end())
beforeEach(empty)

test('one address gets its maximum of streams; others are not affected (T-CONN)', async () => {
  const headers = through('203.0.113.1')
  const crowd = await Promise.all(
    Array.from({ length: 40 }, () => visit(server.url, '/rooms/open/stream', { headers })),
  )
  const ended = (how: Visit['outcome']) => crowd.filter(({ outcome }) => outcome === how)
  expect(ended('hello')).toHaveLength(maxPerAddress)
  expect(ended(429)).toHaveLength(40 - maxPerAddress)
  expect(crowd.find(({ outcome }) => outcome === 429)?.retryAfter).toBe('5')
  const sse = { ...headers, accept: 'text/event-stream' }
  expect((await fetch(`${server.url}/rooms/open/stream`, { headers: sse })).status).toBe(429)
  const other = await visit(server.url, '/rooms/open/stream', {
    headers: through('203.0.113.2'),
  })
  expect(other.outcome).toBe('hello')
  await gone([...crowd, other])
  await empty()
  const again = await visit(server.url, '/rooms/open/stream', { headers })
  expect(again.outcome).toBe('hello')
  await gone([again])
})

test('a client that connects too often is limited, however quickly it disconnects', async () => {
  const headers = through('203.0.113.3')
  const outcomes: unknown[] = []
  for (let i = 0; i < 70 && outcomes.at(-1) !== 429; i++) {
    const one = await visit(server.url, '/rooms/nobody-made-this/stream', { headers })
    outcomes.push(one.outcome)
    await gone([one])
  }
  expect(outcomes.at(-1)).toBe(429)
  expect(outcomes.length).toBeGreaterThan(60)
})

test('only a trusted proxy sets the client address (T-XFF)', async () => {
  const full = await Promise.all(
    Array.from({ length: maxPerAddress }, () =>
      visit(server.url, '/rooms/open/stream', { headers: through('203.0.113.4') }),
    ),
  )
  const spoofs = ['203.0.113.4', '1.2.3.4, 203.0.113.4']
  const behind = spoofs.map((list) => ({ headers: through(list) }))
  const outcome = async (coming: object): Promise<unknown> => {
    const one = await visit(
      server.url.replace('localhost', '127.0.0.1'),
      '/rooms/open/stream',
      coming,
    )
    await gone([one])
    return one.outcome
  }
  expect(await Promise.all(behind.map(outcome))).toEqual([429, 429])
  // 127.0.0.2 is not a trusted proxy: its forwarded address is ignored.
  const spoofed = behind.map((coming) => outcome({ ...coming, localAddress: '127.0.0.2' }))
  expect(await Promise.all(spoofed)).toEqual(['hello', 'hello'])
  await gone(full)
})

test('all clients together get a maximum of streams; the next one may try again later', async () => {
  const crowd = await Promise.all(
    Array.from({ length: maxInAll }, () => visit(server.url, '/rooms/open/stream')),
  )
  expect(new Set(crowd.map(({ outcome }) => outcome))).toEqual(new Set(['hello']))
  expect(await visit(server.url, '/rooms/open/stream')).toMatchObject({
    outcome: 503,
    retryAfter: '5',
  })
  await gone(crowd)
})

test('incomplete requests are ended in time, and do not delay others (T-LORIS)', async () => {
  const startedAt = performance.now()
  const half = Array.from({ length: 200 }, () => halfRequest())
  const waits: number[] = []
  for (let i = 0; i < 20; i++) {
    const askedAt = performance.now()
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    waits.push(performance.now() - askedAt)
  }
  // The best, because slow requests may be due to the machine.
  expect(await quietMs(Math.min(...waits))).toBeLessThan(500)
  const answers = await Promise.all(half)
  expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 408']))
  expect(await quietMs(performance.now() - startedAt)).toBeLessThan(30_000)
})

/** Disconnects; the server detects it with a delay. */
async function gone(visits: readonly Visit[]): Promise<void> {
  for (const { leave } of visits) leave()
  await Promise.all(visits.map(({ closed }) => closed))
}

/** Waits until there are no readers. */
function empty(): Promise<boolean> {
  return until(async () => {
    const response = await fetch(`${server.url}/metrics`, { headers: asOwner })
    return /^danmu_feed_clients\{transport="ws"\} 0$/m.test(await response.text())
  })
}

/** Returns the answer to a request whose head never ends. */
function halfRequest(): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')))
    socket.on('close', () => resolve(answer.slice(0, 12)))
    socket.on('error', () => resolve(answer.slice(0, 12)))
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  })
}
