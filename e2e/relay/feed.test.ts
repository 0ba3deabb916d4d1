import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { type Frame, subscribe, visit } from '../kit/subscriber.ts'
import { quietMs } from '../kit/quiet.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.end())

const seqs = (frames: readonly Frame[]) => frames.flatMap(({ seq, type }) => (type ? [seq] : []))

test('a subscriber gets hello, then events in order', async () => {
  const reader = subscribe(server.url, '/rooms/demo:200/stream')
  const [hello, ...events] = await reader.take(21)
  reader.close()
  expect(hello).toMatchObject({ frame: 'hello', v: 1, room: 'demo:200' })
  const first = Number(hello?.['seq'])
  expect(seqs(events)).toEqual(Array.from({ length: 20 }, (_, i) => first + i + 1))
})

test('a reader that reconnects resumes without loss, over WebSocket and SSE', async () => {
  const first = subscribe(server.url, '/rooms/demo:200/stream')
  const frames = await first.take(30)
  first.close()
  const epoch = String(frames[0]?.['epoch'])
  const position = Number(frames.at(-1)?.['seq'])
  const again = subscribe(server.url, `/rooms/demo:200/stream?since=${epoch}:${position}`)
  const [hello, next] = await again.take(2)
  again.close()
  expect(hello).toMatchObject({ resumed: true, seq: position })
  expect(next).toMatchObject({ seq: position + 1 })
  const headers = { accept: 'text/event-stream', 'last-event-id': `${epoch}:${position}` }
  const response = await fetch(`${server.url}/rooms/demo:200/stream`, { headers })
  const text = await readUntil(response, (all) => all.split('\nid: ').length > 5)
  expect(text).toContain('event: frame\ndata: {"frame":"hello"')
  const ids = [...text.matchAll(/^id: (.*):(\d+)$/gm)].map((match) => Number(match[2]))
  expect(ids.slice(0, 4)).toEqual([1, 2, 3, 4].map((i) => position + i))
})

test('pages of events equal the stream, from a position or the newest', async () => {
  const reader = subscribe(server.url, '/rooms/demo:200/stream?last=20')
  const [hello, ...events] = await reader.take(41)
  reader.close()
  const epoch = String(hello?.['epoch'])
  const since = Number(hello?.['seq'])
  const about = `${server.url}/rooms/demo:200/events`
  const first = await (await fetch(`${about}?since=${epoch}:${since}&limit=25`)).json()
  expect(first).toMatchObject({ room: 'demo:200', epoch, next: `${epoch}:${since + 25}` })
  const second = await (await fetch(`${about}?since=${epoch}:${since + 25}&limit=15`)).json()
  const pages = [first, second] as readonly { readonly events: readonly Frame[] }[]
  expect(pages.flatMap((page) => page.events)).toEqual(events)
  const newest = (await (await fetch(`${about}?limit=3`)).json()) as Record<string, unknown>
  expect(newest['next']).toBe(`${epoch}:${String(newest['head'])}`)
  expect(newest['events']).toHaveLength(3)
})

test.each([
  ['limit=0', 'limit must be'],
  ['limit=501', 'limit must be'],
  ['limit=', 'limit must be'],
  ['since=x', 'since must be'],
  ['types=nonsense', 'types holds'],
])('a page with %s is refused in words', async (query, words) => {
  const response = await fetch(`${server.url}/rooms/demo:busy/events?${query}`)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining(words) })
})

test('a filter passes only its types', async () => {
  const reader = subscribe(server.url, '/rooms/demo:busy/stream?types=chat,like&last=100')
  const frames = await reader.take(15)
  reader.close()
  expect(new Set(frames.slice(1).map(({ type }) => type))).toEqual(new Set(['chat', 'like']))
})

test.each([
  ['/rooms/demo:busy/stream?last=101', 4400, 'last must be'],
  ['/rooms/demo:busy/stream?since=x', 4400, 'since must be'],
  ['/rooms/demo:busy/stream?types=nonsense', 4400, 'types holds'],
  ['/rooms/NOT%20A%20ROOM/stream', 4400, 'slug'],
  ['/rooms/%zz/stream', 4400, 'slug'],
  ['/rooms/demo:nothing/stream', 4404, 'busy'],
  ['/rooms/nobody-made-this/stream', 4404, 'configured'],
  ['/rooms/huya:1/stream', 4404, 'bilibili'],
  ['/rooms/demo:busy/stream?token=wrong', 4401, 'token'],
])('%s closes with %i and says why', async (path, code, words) => {
  const { closed } = subscribe(server.url, path)
  expect(await closed).toMatchObject({ code, reason: expect.stringContaining(words) })
})

test('a subscriber that sends a message is refused with the reason', async () => {
  const reader = subscribe(server.url, '/rooms/demo:busy/stream')
  await reader.take(1)
  reader.send('hi')
  expect((await reader.closed).code).toBe(1008)
})

test('a page of another origin cannot open a stream of this machine', async () => {
  const path = '/rooms/demo:busy/stream'
  const foreign = [{ origin: 'https://evil.example' }, { host: 'evil.example' }]
  const visits = foreign.map((headers) => visit(server.url, path, { headers }))
  for (const { outcome } of await Promise.all(visits)) expect(outcome).toBe(403)
  expect((await visit(server.url, '/elsewhere')).outcome).toBe(404)
})

test('a server on a public address requires the token from readers', async () => {
  const token = 'a-token-for-this-test-0123456789abcdef'
  const open = await startServerProcess({ HOST: '0.0.0.0', OWNER_TOKEN: token })
  const refused = await subscribe(open.url, '/rooms/demo:busy/stream').closed
  expect(refused).toMatchObject({ code: 4401, reason: expect.stringContaining('token') })
  const reader = subscribe(open.url, `/rooms/demo:busy/stream?token=${token}`)
  expect(await reader.take(1)).toMatchObject([{ frame: 'hello' }])
  reader.close()
  expect((await fetch(`${open.url}/rooms/demo:busy`)).status).toBe(401)
  await open.end()
  expect(open.output()).not.toContain(token)
})

test('SIGTERM closes every stream with the code to reconnect, and exits with 0 within ten seconds', async () => {
  const short = await startServerProcess()
  const reader = subscribe(short.url, '/rooms/demo:busy/stream')
  const sse = await fetch(`${short.url}/rooms/demo:busy/stream`, {
    headers: { accept: 'text/event-stream' },
  })
  await reader.take(3)
  const toldAt = performance.now()
  const code = await short.end('SIGTERM')
  const tookMs = performance.now() - toldAt
  expect(code).toBe(0)
  expect(await quietMs(tookMs)).toBeLessThan(10_000)
  expect(await reader.closed).toMatchObject({ code: 1012 })
  await sse.body?.cancel()
})

async function readUntil(response: Response, done: (text: string) => boolean): Promise<string> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (done(text)) break
  }
  return text
}
