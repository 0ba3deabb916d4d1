import { afterEach, expect, test, vi } from 'vitest'
import type { Socket } from './client.ts'
import { createFakeIo } from './io.fake.ts'
import { programSockets, type SocketClass } from './socket.ts'

const address = 'ws://relay.example/rooms/demo:busy/stream?types=chat'

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

function open(WebSocket: SocketClass, token?: string): Socket {
  return new (programSockets(WebSocket, token))(address)
}

function answerWithTicket() {
  const asked = vi.fn<typeof fetch>(async () => Response.json({ ticket: 'once' }))
  vi.stubGlobal('fetch', asked)
  return asked
}

test('C5 a token is a header in a runtime like Node', () => {
  const io = createFakeIo()
  open(io.WebSocket, 'secret')
  expect(io.last()).toMatchObject({ address, headers: { authorization: 'Bearer secret' } })
  open(io.WebSocket)
  expect(io.last()).toMatchObject({ address, headers: undefined })
})

test('M12 a token is exchanged for a ticket in a browser', async () => {
  const io = createFakeIo()
  const asked = answerWithTicket()
  asInBrowser()
  open(io.WebSocket, 'a/b')
  await vi.waitFor(() => expect(io.sockets).toHaveLength(1))
  expect(io.last()).toMatchObject({ address: `${address}&ticket=once`, headers: undefined })
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ headers: { authorization: 'Bearer a/b' } })
})

test('M12 a socket without headers in a runtime like Node opens with a ticket', async () => {
  const io = createFakeIo()
  answerWithTicket()
  const opened = function (where: string, protocols?: unknown) {
    if (protocols !== undefined) throw new DOMException('[object Object]', 'SyntaxError')
    return new io.WebSocket(where)
  } as unknown as SocketClass // `new` gives what the function returns
  open(opened, 'secret')
  await vi.waitFor(() => expect(io.sockets).toHaveLength(1))
  expect(io.last().address).toBe(`${address}&ticket=once`)
})
