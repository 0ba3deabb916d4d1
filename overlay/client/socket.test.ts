import { afterEach, expect, test, vi } from 'vitest'
import { createFakeIo } from './io.fake.ts'
import { openSocket, type SocketClass } from './socket.ts'

const address = 'ws://relay.example/rooms/demo:busy/stream?types=chat'

afterEach(() => vi.unstubAllGlobals())

test('C5 a token is a header in a runtime like Node', () => {
  const io = createFakeIo()
  openSocket(io.WebSocket, address, 'secret')
  expect(io.last()).toMatchObject({ address, headers: { authorization: 'Bearer secret' } })
  openSocket(io.WebSocket, address)
  expect(io.last()).toMatchObject({ address, headers: undefined })
})

test('C5 a token is a part of the address in a browser', () => {
  const io = createFakeIo()
  vi.stubGlobal('process', undefined)
  openSocket(io.WebSocket, address, 'a/b')
  expect(io.last()).toMatchObject({ address: `${address}&token=a%2Fb`, headers: undefined })
})

test('C5 a socket without headers in a runtime like Node gets the token in the address', () => {
  const io = createFakeIo()
  const opened = function open(where: string, protocols?: unknown) {
    if (protocols !== undefined) throw new DOMException('[object Object]', 'SyntaxError')
    return new io.WebSocket(where)
  } as unknown as SocketClass // `new` gives what the function returns
  openSocket(opened, address, 'secret')
  expect(io.last().address).toBe(`${address}&token=secret`)
})
