import { afterEach, expect, test, vi } from 'vitest'
import { closeCodes } from '../../proto/feed/index.ts'
import { helloTimeoutMs } from './client.ts'
import { connect } from './connect.ts'
import { chatEvent, createFakeIo, type FakeIo, helloFrame } from './io.fake.ts'
import { openClient, type TicketSource } from './open.ts'
import { Refused } from './feed.ts'

const address = 'ws://relay.example/rooms/quiet/stream'

afterEach(() => vi.unstubAllGlobals())

/** Hides the globals that distinguish Node from a browser; the test runner needs the rest. */
function asInBrowser(): void {
  vi.stubGlobal(
    'process',
    Object.create((globalThis as { process?: object }).process ?? null, {
      versions: { value: {} },
    }),
  )
}

function numbered(): TicketSource {
  let count = 0
  return async () => `t${(count += 1)}`
}

/** Waits for the socket that a ticket opens. */
async function socketOf(io: FakeIo, count: number) {
  await vi.waitFor(() => expect(io.sockets).toHaveLength(count))
  return io.last()
}

/** Answers requests with these responses, one after the other; the last one repeats. */
function answerWith(...answers: readonly Response[]) {
  let next = 0
  const asked = vi.fn<typeof fetch>(async () =>
    (answers[Math.min(next++, answers.length - 1)] ?? Response.error()).clone(),
  )
  vi.stubGlobal('fetch', asked)
  return asked
}

const problem = (status: number, detail: string): Response => Response.json({ detail }, { status })

test('A3 each connection has a ticket of its own and resumes at the last position', async () => {
  const io = createFakeIo()
  const client = openClient(address, io, { tickets: numbered() })
  const first = await socketOf(io, 1)
  expect(first.address).toBe(`${address}?ticket=t1`)
  first.send(helloFrame())
  first.send(chatEvent(1))
  first.end(1006)
  io.advance(250)
  expect((await socketOf(io, 2)).address).toBe(`${address}?since=e1%3A1&ticket=t2`)
  client.close()
})

test('A3 a refused ticket is replaced once; a second refusal is final', async () => {
  const io = createFakeIo()
  const client = openClient(address, io, { tickets: numbered() })
  const refuse = async (count: number): Promise<void> => {
    ;(await socketOf(io, count)).end(closeCodes.notAllowed, 'the ticket was used')
  }
  await refuse(1)
  expect(client.state.get().status).toMatchObject({ kind: 'waiting' })
  io.advance(1_000)
  await refuse(2)
  expect(client.state.get().status).toMatchObject({ kind: 'refused', code: closeCodes.notAllowed })
  client.retry()
  const third = await socketOf(io, 3)
  third.send(helloFrame())
  third.end(closeCodes.notAllowed, 'the token was revoked')
  expect(client.state.get().status).toMatchObject({ kind: 'waiting' })
  client.close()
})

test('A3 a failing source is called again; a refusing one ends the attempts', async () => {
  const io = createFakeIo()
  const failures = [new Error('away'), new Refused(closeCodes.notAllowed, 'log in first')]
  const client = openClient(address, io, { tickets: () => Promise.reject(failures.shift()) })
  const status = () => client.state.get().status
  await vi.waitFor(() => expect(status()).toMatchObject({ kind: 'waiting', reason: 'away' }))
  io.advance(1_000)
  await vi.waitFor(() => expect(status().kind).toBe('refused'))
  expect(status()).toEqual({ kind: 'refused', code: closeCodes.notAllowed, reason: 'log in first' })
  expect([io.sockets.length, io.pending()]).toEqual([0, 0])
})

test('A3 a missing ticket has a timeout, and a late one is not used', async () => {
  const io = createFakeIo()
  const answers: ((ticket: string) => void)[] = []
  const tickets = () => new Promise<string>((resolve) => answers.push(resolve))
  const client = openClient(address, io, { tickets })
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  io.advance(helloTimeoutMs + 1_000)
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[0]?.('late')
  answers[1]?.('fresh')
  await socketOf(io, 2)
  expect(io.sockets.map((one) => [one.address, one.closed])).toEqual([
    [`${address}?ticket=late`, true],
    [`${address}?ticket=fresh`, false],
  ])
  client.close()
  expect(io.pending()).toBe(0)
})

test('A3 a client that is closed while it waits for a ticket leaves nothing open', async () => {
  const io = createFakeIo()
  openClient(address, io, { tickets: numbered() }).close()
  expect(await socketOf(io, 1)).toMatchObject({ closed: true })
  expect(io.pending()).toBe(0)
})

test('M12 a token is sent as a header to the ticket route, and no address contains it', async () => {
  asInBrowser()
  const io = createFakeIo()
  const asked = answerWith(Response.json({ ticket: 'once' }, { status: 201 }))
  const { WebSocket } = io
  const feeds = [
    connect('https://h/rooms/a/stream', { token: 'secret', types: ['chat'], WebSocket }),
    connect('https://h/rooms/a/stream?token=secret&types=chat', { WebSocket }),
  ]
  await socketOf(io, 2)
  for (const { address: opened } of io.sockets) {
    expect(opened).toBe('wss://h/rooms/a/stream?types=chat&ticket=once')
  }
  for (const [where, init] of asked.mock.calls) {
    expect(where).toBe('https://h/api/rooms/a/tickets')
    expect(init).toMatchObject({
      method: 'POST',
      headers: { authorization: 'Bearer secret' },
      credentials: 'omit',
    })
  }
  for (const feed of feeds) feed.close()
})

test('M12 a room that needs no ticket is read without one, where the token grants none', async () => {
  const io = createFakeIo()
  answerWith(problem(403, 'read it without'))
  const client = openClient(`${address}?token=weak`, io)
  expect((await socketOf(io, 1)).address).toBe(address)
  client.close()
})

test.each([
  [401, 'the token is not valid', { kind: 'refused', code: closeCodes.notAllowed }],
  [404, 'there is no such room', { kind: 'refused', code: closeCodes.noSuchRoom }],
  [429, 'too many', { kind: 'waiting', code: 429 }],
  [503, 'not ready', { kind: 'waiting', code: 503 }],
])('M12 the ticket route answers %i: %s', async (status, reason, expected) => {
  const io = createFakeIo()
  answerWith(problem(status, reason))
  const client = openClient(`${address}?token=secret`, io)
  await vi.waitFor(() => expect(client.state.get().status).toMatchObject({ ...expected, reason }))
  client.close()
})

test('A3 a backend is requested by POST, and an answer without a ticket is a failure', async () => {
  const io = createFakeIo()
  const asked = answerWith(new Response('<html>'), Response.json({ ticket: 'b' }))
  const client = openClient(address, io, { tickets: 'https://site.example/ticket' })
  const reason = 'https://site.example/ticket answered 200, without a ticket'
  await vi.waitFor(() =>
    expect(client.state.get().status).toMatchObject({ kind: 'waiting', reason }),
  )
  io.advance(1_000)
  expect((await socketOf(io, 1)).address).toBe(`${address}?ticket=b`)
  expect(asked.mock.calls[0]).toMatchObject(['https://site.example/ticket', { method: 'POST' }])
  client.close()
})

test('a token and a ticket source contradict each other', () => {
  const options = { token: 'a', ticket: numbered() }
  expect(() => connect('ws://h/rooms/a/stream', options)).toThrow(TypeError)
})
