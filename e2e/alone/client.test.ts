import { afterEach, expect, test } from 'vitest'
import { type TestServer, startTestServer, wireRoom } from '../kit/test-server.ts'
import { type Sighting, runStorm } from '../client/storm.ts'

const lastsMs = 30_000
const clients = 50
const limitMs = 180_000
const seed = 20_261_120

let testServer: TestServer | undefined
afterEach(() => testServer?.close())

/**
 * Returns the events up to a position: later ones depend on the time at which the client was
 * closed.
 */
const inRoom = ({ arrivals }: Sighting, head: number) => arrivals.filter(({ seq }) => seq <= head)

test(
  'T-RESUME 50 clients that reconnect all the time, and a server killed twice: each receives 1..N once',
  async () => {
    // A ring so small that many clients need the journal.
    const place = await startTestServer({ RING_SIZE: '128' })
    testServer = place
    const say = (): void => place.say(5)
    const storm = { room: wireRoom, clients, lastsMs, kills: 2, say, seed }
    const { head, sightings } = await runStorm(place, storm)
    expect(head.seq).toBeGreaterThan(1000)
    expect(sightings.flatMap(({ faults, gaps }) => [...faults, ...gaps])).toEqual([])
    const all = inRoom(
      sightings.find(({ only }) => only === undefined)!,
      head.seq,
    )
    const chats = all.filter(({ type }) => type === 'chat')
    expect(all.map(({ seq }) => seq)).toEqual(Array.from(all, (_, i) => i + 1))
    expect(all).toHaveLength(head.seq)
    for (const one of sightings) {
      expect(inRoom(one, head.seq)).toEqual(one.only === undefined ? all : chats)
    }
    expect(Math.min(...sightings.map(({ connections }) => connections))).toBeGreaterThan(5)
  },
  limitMs,
)

test(
  'T-GAP a room in memory only: each epoch from its start, with a gap between them',
  async () => {
    const place = await startTestServer()
    testServer = place
    const say = (): void => undefined
    const storm = { room: 'demo:100', clients, lastsMs, kills: 2, say, seed }
    const { head, sightings } = await runStorm(place, storm)
    expect(sightings.flatMap(({ faults }) => faults)).toEqual([])
    const livesOf = ({ arrivals }: Sighting) => [...new Set(arrivals.map(({ epoch }) => epoch))]
    for (const one of sightings) {
      const lives = livesOf(one)
      expect(lives.at(-1)).toBe(head.epoch)
      expect(one.gaps.map(({ reason }) => reason)).toEqual(one.gaps.map(() => 'epoch'))
      expect(one.gaps.map(({ epoch }) => epoch)).toEqual(lives.slice(1))
    }
    // A client that misses a whole epoch gets one gap only.
    expect(Math.max(...sightings.map((one) => livesOf(one).length))).toBe(3)
  },
  limitMs,
)
