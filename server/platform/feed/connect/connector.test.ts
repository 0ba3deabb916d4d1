import { expect, test } from 'vitest'
import type { ConnectorIo, Fetch } from '../../connector.ts'
import { pageAddress } from './url.ts'
import { connector } from './connector.ts'

function relay(answer: () => Response) {
  const asked: { readonly url: string; readonly headers: Headers }[] = []
  const fetch: Fetch = (url, init) => {
    asked.push({ url, headers: new Headers(init?.headers) })
    return Promise.resolve(answer())
  }
  const io: ConnectorIo = {
    fetch,
    now: () => 0,
    random: () => 0,
    endpoints: { friend: 'wss://relay.example/below/rooms/night/stream' },
    sign: (purpose, { ref }) =>
      Promise.resolve(purpose === 'feed' && ref === 'friend' ? { authorization: 'Bearer t' } : {}),
    signal: new AbortController().signal,
  }
  return { io, asked }
}

const found = () => Response.json({ id: 'night', epoch: 'e', head: 40, readers: 0, state: [] })
const refusing =
  (status: number, detail: string, headers = {}) =>
  () =>
    Response.json(
      { detail },
      { status, headers: { 'content-type': 'application/problem+json', ...headers } },
    )

test('a name leads to a room of another relay, with its token, and to its current position', async () => {
  const { io, asked } = relay(found)
  const ticket = await connector.resolve('friend', io)
  expect(asked[0]?.url).toBe('https://relay.example/below/rooms/night')
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer t')
  const connection = await connector.open(ticket, io)
  expect(connection.urls).toEqual([
    'wss://relay.example/below/rooms/night/stream?since=e%3A40&types=all%2Craw&alive=1',
  ])
  expect(connection.headers).toEqual({ authorization: 'Bearer t' })
})

test('a connection continues where the last one was, in another epoch of the log too', async () => {
  const { io } = relay(found)
  const ticket = await connector.resolve('friend', io)
  const { urls } = await connector.open(ticket, io, { cursor: '7', detail: 'e2' })
  expect(new URL(urls[0]).searchParams.get('since')).toBe('e2:7')
})

test('an unknown name is reported, and no request is made', async () => {
  const { io, asked } = relay(found)
  const failure = connector.resolve('unknown', io)
  await expect(failure).rejects.toMatchObject({ name: 'RoomNotFound', message: /FEEDS.*unknown/ })
  expect(asked).toEqual([])
})

test.each([
  [404, 'RoomNotFound'],
  [401, 'Forbidden'],
  [403, 'Forbidden'],
  [429, 'RiskControl'],
  [503, 'Unavailable'],
])('%i is a refusal in the words of the other relay', async (status, name) => {
  const { io } = relay(refusing(status, 'the moon is full', { 'retry-after': '7' }))
  const failure = connector.resolve('friend', io)
  await expect(failure).rejects.toMatchObject({ name, message: /the moon is full/ })
})

test.each([429, 503])('%i comes with a delay for the next attempt', async (status) => {
  const { io } = relay(refusing(status, 'busy', { 'retry-after': '7' }))
  await expect(connector.resolve('friend', io)).rejects.toMatchObject({ retryAfterMs: 7000 })
})

test('an answer that is not of a relay is reported with its status', async () => {
  const { io } = relay(() => new Response('<h1>', { status: 502 }))
  await expect(connector.resolve('friend', io)).rejects.toThrow('status 502')
})

test.each([
  ['https://a.example/rooms/x', 'https://a.example/rooms/x'],
  ['http://localhost:8787/rooms/demo:busy/stream', 'http://localhost:8787/rooms/demo:busy'],
  ['ws://a.example/some/where/rooms/bilibili:1/', 'http://a.example/some/where/rooms/bilibili:1'],
  ['wss://a.example/rooms/x?token=secret', 'https://a.example/rooms/x'],
  ['ftp://a.example/rooms/x', undefined],
  ['https://a.example/rooms', undefined],
  ['https://user:pass@a.example/rooms/x', undefined],
  ['rooms/x', undefined],
])('%s', (text, page) => {
  expect(pageAddress(text)).toBe(page)
})
