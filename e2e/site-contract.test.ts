import { afterEach, describe, expect, test } from 'vitest'
import { SourceSession } from '../server/upstream/session.ts'
import { standingClock, type WatchedNetwork, watchNetwork } from './fault-network.ts'
import { type SourceEvent, type WatchedRoom, watchRoom } from './fault-room.ts'
import { eventually, turns } from './fault-turn.ts'
import { bilibiliOpenSite } from './stand-bilibili-open.ts'
import { bilibiliSite } from './stand-bilibili.ts'
import { douyinByteLinkSite, douyinSite } from './stand-douyin.ts'
import { type Alias, signWith, type SiteUnderTest, type Stand } from './stand.ts'

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
interface Course {
  readonly stand: Stand
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
  const clock = standingClock()
  const stand = await site.start(clock.now, named?.name)
  const net = watchNetwork(stand.endpoints, clock, 1)
  const { network } = net
  const watched = watchRoom()
  const ref = named?.ref ?? stand.ref
  const source = `${site.name}:${ref}`
  const session = new SourceSession({
    platform: stand.platform,
    ref,
    network: { ...network, ...signWith(network, stand.credentials ?? {}) },
    sink: {
      recent: [],
      publish: (draft) => watched.room.publish(source, draft),
      publishRaw: (raw) => watched.room.publishRaw(source, raw),
    },
    report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
  opened.push(
    () => stand.close(),
    () => watched.room.close(),
    () => session.close(),
  )
  const sources = (): readonly SourceEvent[] => watched.sourcesOf(source)
  const course: Course = {
    stand,
    net,
    watched,
    sources,
    session,
    is: async (state) => {
      await eventually(`${site.name} is ${state}`, () => sources().at(-1)?.state === state)
      return last(sources())
    },
  }
  return course
}

const chatsOf = ({ watched }: Course): readonly string[] =>
  watched.events.flatMap(({ type, id }) => (type === 'chat' ? [id] : []))
const heartbeats = ({ stand }: Course): number => stand.times('heartbeat')

function last(events: readonly SourceEvent[]): SourceEvent {
  const event = events.at(-1)
  if (!event) throw new Error('nothing was told of the source')
  return event
}

/** Advances the clock to the announced next attempt. */
function waitForRetry({ net, sources }: Course): void {
  const { retryAt = Number.NaN } = last(sources())
  net.clock.advance(Math.max(0, retryAt - net.clock.now()))
}

describe.each<readonly [string, SiteUnderTest]>(sites)('%s', (_name, site) => {
  test('connects, and a strict site finds no fault in the client', async () => {
    const course = await listen(site)
    await course.is('open')
    expect(course.sources().map(({ state }) => state)).toEqual(['connecting', 'open'])
    expect(course.stand.complaints()).toEqual([])
  })

  test('receives all messages, in order and once', async () => {
    const course = await listen(site)
    await course.is('open')
    const ids = [...course.stand.say(3), ...course.stand.say(2)]
    await eventually('all is heard', () => course.watched.has(ids))
    expect(chatsOf(course)).toEqual(ids)
  })

  test('receives 50 messages in separate frames, each once, and keeps to the transport of the site', async () => {
    const course = await listen(site)
    await course.is('open')
    await eventually('the first heartbeat', () => heartbeats(course) === 1)
    const ids = Array.from({ length: 50 }, () => course.stand.say(1)).flat()
    await eventually('all is heard', () => course.watched.has(ids))
    if (site.acks) await eventually('all is answered', () => course.stand.times('ack') === 50)
    course.net.clock.advance(Math.max(site.beatMs, 15_000))
    await eventually('the next heartbeat', () => heartbeats(course) === 2)
    expect(chatsOf(course)).toEqual(ids)
    expect(course.stand.complaints()).toEqual([])
  })

  test.each((site.aliases ?? []).map((alias) => [alias.name, alias] as const))(
    'receives the room by %s',
    async (_alias, alias) => {
      const course = await listen(site, alias)
      await course.is('open')
      const ids = course.stand.say(2)
      await eventually('all is heard', () => course.watched.has(ids))
      expect(course.stand.complaints()).toEqual([])
    },
  )

  test('sends a heartbeat at once and at each interval', async () => {
    const course = await listen(site)
    await course.is('open')
    await eventually('the first heartbeat', () => heartbeats(course) === 1)
    course.net.clock.advance(site.beatMs - 1)
    await turns(3)
    expect(heartbeats(course)).toBe(1)
    course.net.clock.advance(1)
    await eventually('the second heartbeat', () => heartbeats(course) === 2)
    expect(course.stand.complaints()).toEqual([])
  })

  test('acknowledges at once the messages that need it, and no others', async () => {
    const course = await listen(site)
    await course.is('open')
    await eventually('the first heartbeat', () => heartbeats(course) === 1)
    const { seen } = course.net
    const sent = seen.sent
    const ids = course.stand.say(1)
    await eventually('it is heard', () => course.watched.has(ids))
    if (site.acks) await eventually('it is answered', () => course.stand.times('ack') === 1)
    await turns(3)
    expect(seen.sent - sent).toBe(site.acks ? 1 : 0)
  })

  test('resumes after a loss: earlier messages are not published again', async () => {
    const course = await listen(site)
    await course.is('open')
    const before = course.stand.say(3)
    await eventually('all is heard', () => course.watched.has(before))
    course.stand.drop()
    const lost = await course.is('connecting')
    expect(lost.retryAt).toBeGreaterThanOrEqual(course.net.clock.now())
    waitForRetry(course)
    await course.is('open')
    course.stand.repeat()
    const after = course.stand.say(2)
    await eventually('all is heard', () => course.watched.has(after))
    expect(chatsOf(course)).toEqual([...before, ...after])
    expect(course.stand.times('resumed')).toBe(site.resumes ? 1 : 0)
    expect(course.stand.complaints()).toEqual([])
  })

  test('publishes a message once that arrives five times or again after a reconnect, with or without an id', async () => {
    const course = await listen(site)
    await course.is('open')
    course.stand.deliver(5)
    const before = course.stand.say(3)
    const types = course.stand.act()
    await eventually('all is heard', () => course.watched.has(before))
    course.stand.drop()
    await course.is('connecting')
    waitForRetry(course)
    await course.is('open')
    course.stand.repeat()
    const after = course.stand.say(2)
    await eventually('all is heard', () => course.watched.has(after))
    expect(chatsOf(course)).toEqual([...before, ...after])
    const told = course.watched.events.filter(({ type }) => types.includes(type))
    expect(told.map(({ type }) => type).toSorted()).toEqual(types.toSorted())
    expect(course.stand.complaints()).toEqual([])
  })

  test('reports within 45 s that nothing arrives any more', async () => {
    const course = await listen(site)
    await course.is('open')
    await eventually('the first heartbeat', () => heartbeats(course) === 1)
    course.stand.freeze()
    const { clock } = course.net
    const frozenAt = clock.now()
    while (last(course.sources()).state === 'open') {
      clock.advance(1_000)
      await turns(2)
    }
    expect(clock.now() - frozenAt).toBeLessThanOrEqual(45_000)
    expect(last(course.sources()).state).toBe('stalled')
  })

  test('distinguishes a silenced live room from a quiet one, though heartbeats are answered', async () => {
    const course = await listen(site)
    await course.is('open')
    course.stand.stall()
    const { clock, seen } = course.net
    const stalledAt = clock.now()
    while (last(course.sources()).state === 'open' && clock.now() - stalledAt < 90_000) {
      const beats = seen.sent - seen.received
      clock.advance(1_000)
      await eventually('answers', () => seen.sent - seen.received <= beats && seen.pending === 0)
      await turns(2)
    }
    expect(last(course.sources()).state).toBe(site.chatters ? 'stalled' : 'open')
  })

  test('reports that the broadcast has ended', async () => {
    const course = await listen(site)
    await course.is('open')
    course.stand.end()
    const rooms = (): readonly string[] =>
      course.watched.events.flatMap((event) => (event.type === 'room' ? [event.state] : []))
    await eventually('the end', () => rooms().at(-1) === site.over.room)
    expect((await course.is(site.over.source)).state).toBe(site.over.source)
  })

  test('closes the connection in order when it is stopped', async () => {
    const course = await listen(site)
    await course.is('open')
    await course.session.close()
    await eventually('the goodbye', () => course.stand.times('goodbye') > 0)
    expect((await course.is('ended')).reason).toBe('closed by us')
  })

  test.each(site.refusals.map((refusal) => [refusal.name, refusal] as const))(
    'reports the right state for %s',
    async (_refusal, refusal) => {
      const course = await listen(site, refusal)
      const shown = (): SourceEvent | undefined => course.sources()[1]
      await eventually('it is told', () => shown() !== undefined)
      expect(shown()).toMatchObject({
        state: refusal.state,
        reason: expect.stringContaining(refusal.says),
      })
    },
  )
})
