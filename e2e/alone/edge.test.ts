import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect, type FeedEvent, type GapFrame } from '../../overlay/client/index.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { startCutter } from '../kit/cutting-proxy.ts'
import { type TestServer, startTestServer, wireRoom } from '../kit/test-server.ts'
import { runStorm } from '../client/storm.ts'
import { type EdgeOptions, startEdgeProcess } from '../kit/edge-process.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

const limitMs = 120_000

let ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
  ends = []
})

async function testServerOf(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const testServer = await startTestServer(env)
  ends.push(testServer.close)
  return testServer
}

async function edgeOf(options: EdgeOptions): Promise<ServerProcess> {
  const edge = await startEdgeProcess(options)
  ends.push(() => edge.end('SIGKILL'))
  return edge
}

/** Reads all events of a room from a position on, in order. */
function follow(url: string, room: string, since?: string) {
  const events: FeedEvent[] = []
  const gaps: GapFrame[] = []
  const position = since === undefined ? {} : { since }
  const feed = connect(`${url}/rooms/${room}/stream`, { ...position, WebSocket })
  feed.on('event', (event) => events.push(event))
  feed.on('gap', (gap) => gaps.push(gap))
  ends.push(() => feed.close())
  return { feed, events, gaps }
}

interface RoomFacts {
  readonly epoch: string
  readonly head: number
}
const factsOf = async (url: string, room: string): Promise<RoomFacts> =>
  (await (await fetch(`${url}/rooms/${room}`)).json()) as RoomFacts // our own server's answer

/**
 * Returns the ids of viewers' events; events about the state of the room may differ between
 * servers.
 */
const said = (events: readonly FeedEvent[]) =>
  events.flatMap(({ type, id }) => (['source', 'room', 'stats'].includes(type) ? [] : id))

/** Returns the gift totals of a room. */
const totals = (events: readonly FeedEvent[]) => {
  const gifts = events.flatMap((event) => (event.type === 'gift' ? event : []))
  return {
    gifts: gifts.length,
    count: gifts.reduce((sum, { count }) => sum + count, 0),
    value: gifts.reduce((sum, { value }) => sum + value.amount, 0),
  }
}

test(
  'an edge with cuts on both sides, a killed origin and a killed edge: each reader receives 1..N once, equal to the origin',
  async () => {
    const testServer = await testServerOf({ RING_SIZE: '128' })
    const cutter = await startCutter(testServer.url, seededRandom(7))
    ends.push(cutter.close)
    let edge = await edgeOf({ origin: cutter.url })
    const { url } = edge
    let kills = 0
    const kill = async (): Promise<void> => {
      if ((kills += 1) === 1) return testServer.kill()
      await edge.end('SIGKILL')
      edge = await edgeOf({ origin: cutter.url, env: { PORT: new URL(url).port } })
    }
    const say = (): void => testServer.say(5)
    const storm = { room: wireRoom, clients: 12, lastsMs: 6_000, kills: 2, say, seed: 5 }
    const before = cutter.count()
    const { head, sightings } = await runStorm({ ...testServer, url, kill }, storm)
    cutter.calm()
    expect(sightings.flatMap(({ faults, gaps }) => [...faults, ...gaps])).toEqual([])
    const origin = follow(testServer.url, wireRoom, `${head.epoch}:0`)
    const mirrored = follow(url, wireRoom, `${head.epoch}:0`)
    await until(() => {
      say() // enough events on any machine
      expect(mirrored.events.length).toBeGreaterThan(100)
    })
    await until(() => expect(mirrored.events).toEqual(origin.events))
    expect(mirrored.events.map(({ seq }) => seq)).toEqual(origin.events.map((_, i) => i + 1))
    expect(totals(mirrored.events).count).toBeGreaterThan(0)
    // Twelve readers reconnected all the time; the origin had only the edge as a client, one cut
    // after the other.
    const came = sightings.reduce((sum, { connections }) => sum + connections, 0)
    expect(cutter.count() - before).toBeLessThan(came)
  },
  limitMs,
)

test(
  'a reader moves from the origin to an edge and to another edge, on Deno, with its position',
  async () => {
    const origin = await startServerProcess()
    ends.push(() => origin.end())
    const room = 'demo:100'
    const node = await edgeOf({ origin: origin.url })
    const deno = await edgeOf({ origin: origin.url, runtime: 'deno' })
    const seen: number[] = []
    let position = `${(await factsOf(origin.url, room)).epoch}:0`
    for (const { url } of [origin, node, deno, origin, deno]) {
      const { feed, events, gaps } = follow(url, room, position)
      const enough = seen.length + 30
      await until(() => expect(seen.length + events.length).toBeGreaterThan(enough))
      feed.close()
      position = feed.position ?? ''
      seen.push(...events.map(({ seq }) => seq))
      expect(gaps).toEqual([])
    }
    expect(seen).toEqual(Array.from(seen, (_, i) => i + 1))
    const headers = { accept: 'text/event-stream', 'last-event-id': position }
    const sse = await fetch(`${deno.url}/rooms/${room}/stream`, { headers })
    const reader = sse.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('\nid: ')) text += (await reader?.read())?.value ?? ''
    await reader?.cancel()
    expect(text).toContain(`id: ${position.split(':')[0]}:${seen.length + 1}\n`)
    const { closed } = subscribe(deno.url, '/rooms/huya:1/stream')
    expect(await closed).toMatchObject({
      code: 4404,
      reason: expect.stringContaining('no platform'),
    })
    expect(await deno.end('SIGTERM')).toBe(0)
  },
  limitMs,
)

test(
  'an origin killed and restarted: edges and feeds report what is lost, and count no gift twice',
  async () => {
    const testServer = await testServerOf()
    const edge = await edgeOf({ origin: testServer.url })
    const feeds = {
      demo: `${testServer.url}/rooms/demo:50`,
      kept: `${testServer.url}/rooms/${wireRoom}`,
    }
    const named = Object.entries(feeds).map(([name, url]) => [name, { url }])
    const relay = await startServerProcess({ FEEDS: JSON.stringify(Object.fromEntries(named)) })
    ends.push(() => relay.end())
    const demo = {
      edge: follow(edge.url, 'demo:50', `${(await factsOf(edge.url, 'demo:50')).epoch}:0`),
      feed: follow(relay.url, 'feed:demo'),
    }
    const kept = { origin: follow(testServer.url, wireRoom), feed: follow(relay.url, 'feed:kept') }
    const received = () => kept.feed.events.filter(({ source }) => source === wireRoom)
    const passedOn = () => demo.feed.events.filter(({ source }) => source === 'demo:50')
    await until(() => {
      expect(demo.edge.events.length).toBeGreaterThan(50)
      expect(passedOn().length).toBeGreaterThan(50)
      expect(received().length).toBeGreaterThan(0)
    })
    for (const goal of [100, 200]) {
      if (goal > 100) await testServer.kill()
      await until(() => {
        testServer.say(10)
        expect(said(kept.origin.events).length).toBeGreaterThan(goal)
      })
    }
    // A stored room continues from its position.
    await until(() => expect(said(received())).toEqual(said(kept.origin.events)))
    expect(totals(received())).toEqual(totals(kept.origin.events))
    expect(totals(received()).count).toBeGreaterThan(0)
    // A room in memory starts an epoch, and every reader gets a gap.
    await until(() => expect(demo.edge.gaps).toHaveLength(1))
    const { epoch } = await factsOf(testServer.url, 'demo:50')
    expect(demo.edge.gaps).toMatchObject([{ reason: 'epoch', epoch }])
    const lost = () => demo.feed.events.filter(({ type }) => type === 'notice')
    await until(() => expect(lost()).toHaveLength(1))
    expect(lost()).toMatchObject([{ code: 'events-lost', source: 'feed:demo' }])
    expect(new Set(passedOn().map(({ via, room }) => `${via} ${room}`))).toEqual(
      new Set(['feed:demo feed:demo']),
    )
    expect(new Set(passedOn().map(({ id }) => id)).size).toBe(passedOn().length)
  },
  limitMs,
)

test(
  'a room that the origin opens by token only is open at an edge only if a setting permits it',
  async () => {
    const token = 'the-owner-token-of-the-edge-tests-0123456789'
    const origin = await startServerProcess({ HOST: '0.0.0.0', OWNER_TOKEN: token })
    ends.push(() => origin.end())
    const folder = temporaryFolder()
    ends.push(folder.remove)
    const file = join(folder.path, 'token')
    writeFileSync(file, `${token}\n`)
    const args = ['--token-file', file, '--rooms', 'demo:5']
    const edge = await edgeOf({ origin: origin.url, args, env: { HOST: '0.0.0.0' } })
    const shown = subscribe(edge.url, '/rooms/demo:5/stream')
    expect(await shown.take(1)).toMatchObject([{ frame: 'hello', room: 'demo:5' }])
    shown.close()
    const { closed } = subscribe(edge.url, '/rooms/demo:6/stream')
    expect(await closed).toMatchObject({ code: 4401, reason: expect.stringContaining('token') })
    expect(edge.output()).not.toContain(token)
    await origin.end()
    const late = subscribe(edge.url, '/rooms/demo:7/stream')
    expect(await late.closed).toMatchObject({ code: 1013, reason: /the origin is away/ })
  },
  limitMs,
)
