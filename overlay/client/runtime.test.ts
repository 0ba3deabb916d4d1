import { afterEach, expect, test, vi } from 'vitest'
import { connect } from './connect.ts'
import { createFakeIo, helloFrame } from './io.fake.ts'
import { createRuntime } from './runtime.ts'

afterEach(() => vi.unstubAllGlobals())

function show(state: 'visible' | 'hidden'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

test('a page wakes when it becomes visible again, and when the network is back', () => {
  const wake = vi.fn<() => void>()
  const stop = createRuntime().onWake?.(wake)
  show('hidden')
  expect(wake).toHaveBeenCalledTimes(0)
  show('visible')
  globalThis.dispatchEvent(new Event('online'))
  expect(wake).toHaveBeenCalledTimes(2)
  stop?.()
  show('visible')
  expect(wake).toHaveBeenCalledTimes(2)
})

test('an error names the option for a runtime without a WebSocket', () => {
  vi.stubGlobal('WebSocket', undefined)
  expect(() => connect('ws://h/rooms/a/stream')).toThrow('pass { WebSocket }')
})

test('options become the address, and an address may contain them already', () => {
  const io = createFakeIo()
  const since = { epoch: 'e1', seq: 4 }
  const options = { types: ['chat', 'gift'], since, WebSocket: io.WebSocket } as const
  const feed = connect('https://h/rooms/a/stream?x=5', options)
  expect(io.last().address).toBe('wss://h/rooms/a/stream?x=5&types=chat%2Cgift&since=e1%3A4')
  expect(feed.position).toBe('e1:4')
  feed.close()
})

test('feeds with the same address may share one connection, but not a start position', () => {
  const io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
  const src = 'ws://h/rooms/a/stream'
  const feeds = [1, 2].map(() => connect(src, { shared: true }))
  const other = connect(src)
  expect(io.sockets).toHaveLength(2)
  io.sockets[0]!.send(helloFrame({ seq: 3 }))
  expect(feeds.map(({ position }) => position)).toEqual(['e1:3', 'e1:3'])
  expect(() => connect(src, { shared: true, last: 3 })).toThrow('begins now')
  for (const feed of [...feeds, other]) feed.close()
  expect(io.sockets.every(({ closed }) => closed)).toBe(true)
})
