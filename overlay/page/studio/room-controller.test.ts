import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chatEvent, createFakeIo, type FakeIo, helloFrame } from '../../client/io.fake.ts'
import { fakeEvent } from '../../element/base/event.fake.ts'
import { listedEvents, RoomController } from './room-controller.ts'

const beatMs = 250

let io: FakeIo
let listener: RoomController

beforeEach(() => {
  vi.useFakeTimers()
  io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  listener = new RoomController({
    addController: () => {},
    removeController: () => {},
    requestUpdate: () => {},
    updateComplete: Promise.resolve(true),
  })
})

afterEach(() => {
  listener.stop()
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the newest events of a room are stored, the newest first', () => {
  listener.listen('demo:busy')
  io.last().send(helloFrame())
  for (let seq = 1; seq <= 60; seq++) io.last().send(chatEvent(seq))
  vi.advanceTimersByTime(beatMs)
  io.last().send(chatEvent(61))
  vi.advanceTimersByTime(beatMs)
  expect(listener.events).toHaveLength(listedEvents)
  expect(listener.events.slice(0, 2).map(({ seq }) => seq)).toEqual([61, 60])
  expect(listener.rate).toBe(12)
  vi.advanceTimersByTime(3_000)
  expect(listener.quietSeconds).toBe(3)
})

test('B5 events of the relay about its source count neither for the rate nor as the last event', () => {
  listener.listen('toy:1')
  io.last().send(helloFrame())
  const source = { ...fakeEvent('source', { state: 'connecting' }), receivedAt: Date.now() - 3_000 }
  for (let seq = 1; seq <= 5; seq++) io.last().send({ ...source, id: `s${seq}`, seq })
  vi.advanceTimersByTime(beatMs)
  expect(listener.events).toHaveLength(5)
  expect([listener.rate, listener.quietSeconds]).toEqual([0, undefined])
  // The clock of the page is 3 s ahead of the server's.
  expect(listener.secondsUntil(Date.now() + 7_000)).toBe(10)
  expect(listener.secondsUntil(0)).toBe(0)
})

test('another room starts without the data of the last one', () => {
  listener.listen('demo:busy')
  io.last().send(helloFrame())
  io.last().send(chatEvent(1))
  vi.advanceTimersByTime(beatMs)
  listener.listen('demo:5')
  expect(listener.events).toEqual([])
  expect(io.sockets.map(({ closed }) => closed)).toEqual([true, false])
})

test('a socket that was not opened is explained by the answer of the server', async () => {
  const headers = { 'content-type': 'application/problem+json' }
  const answer = async (): Promise<Response> =>
    new Response('{"code":"too-many-streams","title":"Too many"}', { status: 503, headers })
  vi.stubGlobal('fetch', answer)
  listener.listen('demo:busy')
  io.last().end(1006)
  await vi.waitFor(() =>
    expect(listener.trouble).toEqual({
      kind: 'answer',
      problem: { status: 503, code: 'too-many-streams', details: 'Too many' },
    }),
  )
})

test('a server that does not answer is reported as silence, until the connection is back', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
  listener.listen('demo:busy')
  io.last().end(1006)
  await vi.waitFor(() => expect(listener.trouble).toEqual({ kind: 'silence' }))
  vi.advanceTimersByTime(beatMs)
  io.last().send(helloFrame())
  expect(listener.trouble).toBeUndefined()
})
