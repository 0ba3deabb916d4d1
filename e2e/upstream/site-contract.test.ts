import { afterEach, describe, expect, test } from 'vitest'
import { SourceSession } from '../../server/upstream/session.ts'
import { stoppedClock, type WatchedNetwork, watchNetwork } from './watched-network.ts'
import { type SourceEvent, type WatchedRoom, watchRoom } from './watched-room.ts'
import { until, turns } from '../kit/wait.ts'
import { bilibiliOpenSite } from '../fake/bilibili-open/harness.ts'
import { bilibiliSite } from '../fake/bilibili/harness.ts'
import { douyinByteLinkSite, douyinSite } from '../fake/douyin/harness.ts'
import { type Alias, signWith, type SiteUnderTest, type SiteHarness } from '../fake/site.ts'

const sites = [
  ['bilibili', bilibiliSite],
  ['bilibili-open', bilibiliOpenSite],
  ['douyin', douyinSite],
  ['douyin over ByteLink', douyinByteLinkSite],
] as const

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

/** A source on a clock that only the test advances, from a strict fake into a real room. */
interface ConnectedSource {
  readonly harness: SiteHarness
  readonly net: WatchedNetwork
  readonly watched: WatchedRoom
  /** Returns the published states of the source. */
  readonly sources: () => readonly SourceEvent[]
  readonly session: SourceSession
  /** Waits until the newest state is this one. */
  readonly is: (state: SourceEvent['state']) => Promise<SourceEvent>
}

/** Connects to the room of a site, by its own name or another one. */
async function listen(site: SiteUnderTest, named?: Partial<Alias>) {
  const clock = stoppedClock()
  const harness = await site.start(clock.now, named?.name)
  const net = watchNetwork(harness.endpoints, clock, 1)
  const { network } = net
  const watched = watchRoom()
  const ref = named?.ref ?? harness.ref
  const source = `${site.name}:${ref}`
  const session = new SourceSession({
    platform: harness.platform,
    ref,
    network: { ...network, ...signWith(network, harness.credentials ?? {}) },
    sink: {
      recent: [],
      publish: (draft) => watched.room.publish(source, draft),
      publishRaw: (raw) => watched.room.publishRaw(source, raw),
    },
    report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
  opened.push(
    () => harness.close(),
    () => watched.room.close(),
    () => session.close(),
  )
  const sources = (): readonly SourceEvent[] => watched.sourcesOf(source)
  const connected: ConnectedSource = {
    harness,
    net,
    watched,
    sources,
    session,
    is: async (state) => {
      await until(() => sources().at(-1)?.state === state, { what: `${site.name} is ${state}` })
      return last(sources())
    },
  }
  return connected
}

const chatsOf = ({ watched }: ConnectedSource): readonly string[] =>
  watched.events.flatMap(({ type, id }) => (type === 'chat' ? [id] : []))
const heartbeats = ({ harness }: ConnectedSource): number => harness.times('heartbeat')

function last(events: readonly SourceEvent[]): SourceEvent {
  const event = events.at(-1)
  if (!event) throw new Error('the source has no state yet')
  return event
}

/** Advances the clock to the announced next attempt. */
function waitForRetry({ net, sources }: ConnectedSource): void {
  const { retryAt = Number.NaN } = last(sources())
  net.clock.advance(Math.max(0, retryAt - net.clock.now()))
}

describe.each<readonly [string, SiteUnderTest]>(sites)('%s', (_name, site) => {
  test('connects, and a strict site finds no fault in the client', async () => {
    const connected = await listen(site)
    await connected.is('open')
    expect(connected.sources().map(({ state }) => state)).toEqual(['connecting', 'open'])
    expect(connected.harness.complaints()).toEqual([])
  })

  test('receives all messages, in order and once', async () => {
    const connected = await listen(site)
    await connected.is('open')
    const ids = [...connected.harness.say(3), ...connected.harness.say(2)]
    await until(() => connected.watched.has(ids))
    expect(chatsOf(connected)).toEqual(ids)
  })

  test('receives 50 messages in separate frames, each once, and keeps to the transport of the site', async () => {
    const connected = await listen(site)
    await connected.is('open')
    await until(() => heartbeats(connected) === 1)
    const ids = Array.from({ length: 50 }, () => connected.harness.say(1)).flat()
    await until(() => connected.watched.has(ids))
    if (site.acks) await until(() => connected.harness.times('ack') === 50)
    connected.net.clock.advance(Math.max(site.beatMs, 15_000))
    await until(() => heartbeats(connected) === 2)
    expect(chatsOf(connected)).toEqual(ids)
    expect(connected.harness.complaints()).toEqual([])
  })

  test.each((site.aliases ?? []).map((alias) => [alias.name, alias] as const))(
    'receives the room by %s',
    async (_alias, alias) => {
      const connected = await listen(site, alias)
      await connected.is('open')
      const ids = connected.harness.say(2)
      await until(() => connected.watched.has(ids))
      expect(connected.harness.complaints()).toEqual([])
    },
  )

  test('sends a heartbeat at once and at each interval', async () => {
    const connected = await listen(site)
    await connected.is('open')
    await until(() => heartbeats(connected) === 1)
    connected.net.clock.advance(site.beatMs - 1)
    await turns(3)
    expect(heartbeats(connected)).toBe(1)
    connected.net.clock.advance(1)
    await until(() => heartbeats(connected) === 2)
    expect(connected.harness.complaints()).toEqual([])
  })

  test('acknowledges at once the messages that need it, and no others', async () => {
    const connected = await listen(site)
    await connected.is('open')
    await until(() => heartbeats(connected) === 1)
    const { seen } = connected.net
    const sent = seen.sent
    const ids = connected.harness.say(1)
    await until(() => connected.watched.has(ids))
    if (site.acks) await until(() => connected.harness.times('ack') === 1)
    await turns(3)
    expect(seen.sent - sent).toBe(site.acks ? 1 : 0)
  })

  test('resumes after a loss: earlier messages are not published again', async () => {
    const connected = await listen(site)
    await connected.is('open')
    const before = connected.harness.say(3)
    await until(() => connected.watched.has(before))
    connected.harness.sockets.drop('fin')
    const lost = await connected.is('connecting')
    expect(lost.retryAt).toBeGreaterThanOrEqual(connected.net.clock.now())
    waitForRetry(connected)
    await connected.is('open')
    connected.harness.repeat()
    const after = connected.harness.say(2)
    await until(() => connected.watched.has(after))
    expect(chatsOf(connected)).toEqual([...before, ...after])
    expect(connected.harness.times('resumed')).toBe(site.resumes ? 1 : 0)
    expect(connected.harness.complaints()).toEqual([])
  })

  test('publishes a message once that arrives five times or again after a reconnect, with or without an id', async () => {
    const connected = await listen(site)
    await connected.is('open')
    connected.harness.deliver(5)
    const before = connected.harness.say(3)
    const types = connected.harness.act()
    await until(() => connected.watched.has(before))
    connected.harness.sockets.drop('fin')
    await connected.is('connecting')
    waitForRetry(connected)
    await connected.is('open')
    connected.harness.repeat()
    const after = connected.harness.say(2)
    await until(() => connected.watched.has(after))
    expect(chatsOf(connected)).toEqual([...before, ...after])
    const published = connected.watched.events.filter(({ type }) => types.includes(type))
    expect(published.map(({ type }) => type).toSorted()).toEqual(types.toSorted())
    expect(connected.harness.complaints()).toEqual([])
  })

  test('reports within 45 s that nothing arrives any more', async () => {
    const connected = await listen(site)
    await connected.is('open')
    await until(() => heartbeats(connected) === 1)
    connected.harness.sockets.freeze()
    const { clock } = connected.net
    const frozenAt = clock.now()
    while (last(connected.sources()).state === 'open') {
      clock.advance(1_000)
      await turns(2)
    }
    expect(clock.now() - frozenAt).toBeLessThanOrEqual(45_000)
    expect(last(connected.sources()).state).toBe('stalled')
  })

  test('distinguishes a silenced live room from a quiet one, though heartbeats are answered', async () => {
    const connected = await listen(site)
    await connected.is('open')
    connected.harness.sockets.stall(true)
    const { clock, seen } = connected.net
    const stalledAt = clock.now()
    while (last(connected.sources()).state === 'open' && clock.now() - stalledAt < 90_000) {
      const beats = seen.sent - seen.received
      clock.advance(1_000)
      await until(() => seen.sent - seen.received <= beats && seen.pending === 0)
      await turns(2)
    }
    expect(last(connected.sources()).state).toBe(site.chatters ? 'stalled' : 'open')
  })

  test('reports that the broadcast has ended', async () => {
    const connected = await listen(site)
    await connected.is('open')
    connected.harness.end()
    const rooms = (): readonly string[] =>
      connected.watched.events.flatMap((event) => (event.type === 'room' ? [event.state] : []))
    await until(() => rooms().at(-1) === site.over.room)
    expect((await connected.is(site.over.source)).state).toBe(site.over.source)
  })

  test('closes the connection in order when it is stopped', async () => {
    const connected = await listen(site)
    await connected.is('open')
    await connected.session.close()
    await until(() => connected.harness.times('goodbye') > 0)
    expect((await connected.is('ended')).reason).toBe('closed by us')
  })

  test.each(site.refusals.map((refusal) => [refusal.name, refusal] as const))(
    'reports the right state for %s',
    async (_refusal, refusal) => {
      const connected = await listen(site, refusal)
      const shown = (): SourceEvent | undefined => connected.sources()[1]
      await until(() => shown() !== undefined)
      expect(shown()).toMatchObject({
        state: refusal.state,
        reason: expect.stringContaining(refusal.says),
      })
    },
  )
})
