import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { FakeClock } from '../../server/lib/time/clock.fake.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { bilibili } from '../../server/platform/bilibili/index.ts'
import { douyin } from '../../server/platform/douyin/index.ts'
import type { WirePlatform } from '../../server/platform/platform.ts'
import { SourceSession } from '../../server/upstream/session.ts'
import { startFakeBilibili } from '../fake/bilibili/index.ts'
import { chatMessage } from '../fake/douyin/message.ts'
import { startFakeDouyin } from '../fake/douyin/index.ts'
import { stoppedClock, watchNetwork } from './watched-network.ts'
import { watchRoom } from './watched-room.ts'
import { until } from '../kit/wait.ts'

const source = 'bilibili:5440'
const history = '/xlive/web-room/v1/dM/gethistory'
const second = 1_000
const stepMs = 5 * second // shorter than the timeout of a request
const noise = { cmd: 'STOP_LIVE_ROOM_LIST', data: { room_id_list: [] } }

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

interface Where {
  readonly ref: string
  readonly name: string
  readonly clock: FakeClock
}

interface Fake {
  readonly endpoints: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** Connects a session to the room `ref` of a fake site; a real room publishes it as `name`. */
function connectTo(
  { endpoints, close }: Fake,
  platform: WirePlatform,
  { ref, name, clock }: Where,
) {
  const net = watchNetwork({ [platform.name]: endpoints }, clock, 1)
  const watched = watchRoom()
  const { connect } = platform
  if (!connect) throw new TypeError(`${platform.name} cannot be reached`)
  const session = new SourceSession({
    platform: { ...platform, connect },
    ref,
    network: net.network,
    sink: {
      recent: [],
      publish: (draft) => watched.room.publish(name, draft),
      publishRaw: () => undefined,
    },
    report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
  })
  opened.push(
    close,
    () => watched.room.close(),
    () => session.close(),
  )
  return { net, watched }
}

/** Connects to a room of the fake Bilibili, with a clock that only the test advances. */
async function listen() {
  const clock = stoppedClock()
  const fake = await startFakeBilibili({
    now: clock.now,
    patience: { greetingMs: 600_000, heartbeatMs: 600_000 },
  })
  const { net, watched } = connectTo(fake, bilibili, { ref: '1', name: source, clock })
  const isOpen = (): Promise<true> =>
    until(() => watched.sourcesOf(source).at(-1)?.state === 'open')
  /**
   * Sends messages, waits until they are received, and advances the clock in steps in which every
   * request is answered.
   */
  const pass = async (messages: readonly object[], byMs: number): Promise<void> => {
    const before = net.seen.received
    fake.comet.say([...messages, noise])
    await until(() => net.seen.received > before)
    for (let passed = 0; passed < byMs; passed += stepMs) {
      clock.advance(stepMs)
      await until(() => net.seen.pending === 0)
    }
  }
  await isOpen()
  return { fake, clock, net, watched, isOpen, pass }
}

function line(number: number, at: number): { readonly id: string; readonly message: object } {
  const id = number.toString(16).padStart(34, '0')
  const text = `line ${number}`
  const extra = JSON.stringify({ content: text, id_str: id, emots: null, reply_mid: 0 })
  const style = [0, 1, 25, 0xffffff, at, 0, 0, 'a1b2c3d4', 0, 0, 0, '', 0, '{}', '{}']
  const info = [[...style, { mode: 0, extra }], text, [0, '观***', 0, 0, 0, 10000, 1, ''], []]
  return { id: `bilibili:${id}`, message: { cmd: 'DANMU_MSG', info, dm_v2: '' } }
}

test.each([0, 0.1, 0.5, 0.89])(
  'with a share of %d of 2,000 lines withheld, the room reports the share it receives, and no other figure',
  async (withheld) => {
    const { fake, clock, watched, pass } = await listen()
    const random = seededRandom(7)
    const sent: string[] = []
    const began = clock.now()
    for (let said = 0; said < 2_000;) {
      const messages: object[] = []
      for (let turn = 0; turn < 5; turn++, said++) {
        const { id, message } = line(said + 1, clock.now())
        fake.site.published.publish(message)
        if (random() < withheld) continue
        sent.push(id)
        messages.push(message)
      }
      await pass(messages, 5 * second)
    }
    await pass([], 15 * second)
    await until(() => watched.has(sent))
    const coverages = watched.events.flatMap((event) => (event.type === 'stats' ? event : []))
    const { share = Number.NaN, samples = 0 } = coverages.at(-1)?.coverage ?? {}
    const error = Math.sqrt((withheld * (1 - withheld)) / samples)
    expect(Math.abs(share - (1 - withheld))).toBeLessThanOrEqual(3 * error)
    expect(coverages.every(({ coverage, ...event }) => coverage && !('online' in event))).toBe(true)
    expect(watched.events.flatMap(({ type, id }) => (type === 'chat' ? id : []))).toEqual(sent)
    expect(watched.duplicates()).toBe(0)
    const minutes = (clock.now() - began) / 60_000
    expect(fake.ledger.times(history)).toBeGreaterThan(0.8 * minutes)
    expect(fake.ledger.times(history)).toBeLessThanOrEqual(1.2 * minutes)
    expect(fake.ledger.refusals).toEqual([])
  },
)

test('after a 412 the site is not asked again for half an hour', async () => {
  const { fake, pass } = await listen()
  const asked = (): number =>
    fake.ledger.times(history) + fake.ledger.times('/av/v1/SuperChat/getMessageList')
  for (let turn = 0; turn < 10; turn++) await pass([], 20 * second)
  expect(asked()).toBeGreaterThan(1)
  fake.site.published.mood = 'status 412'
  for (let turn = 0; turn < 4; turn++) await pass([], 20 * second)
  const refused = asked()
  for (let turn = 0; turn < 85; turn++) await pass([], 20 * second)
  expect(asked()).toBe(refused)
  fake.site.published.mood = 'honest'
  for (let turn = 0; turn < 12; turn++) await pass([], 20 * second)
  expect(asked()).toBeGreaterThan(refused)
})

test('superchats from 100 gaps are published, each exactly once', async () => {
  const { fake, clock, watched, isOpen, pass } = await listen()
  const folder = join(import.meta.dirname, '../../server/platform/bilibili/fixture/message')
  const sample = JSON.parse(readFileSync(join(folder, 'SUPER_CHAT_MESSAGE.1.json'), 'utf8')) as {
    readonly data: object
  }
  const ids: string[] = []
  for (let gap = 0; gap < 100; gap++) {
    const sources = watched.sourcesOf(source)
    const before = sources.length
    fake.comet.drop('fin')
    await until(() => sources.length > before)
    const paid = { ...sample.data, id: 5_000_000 + gap }
    ids.push(`bilibili:sc-${paid.id}`)
    // The superchats of the last gaps are still on display, and the socket repeats some of them.
    fake.site.published.superchats = [...fake.site.published.superchats, paid].slice(-3)
    clock.advance(Math.max(0, (sources.at(-1)?.retryAt ?? 0) - clock.now()))
    await isOpen()
    const messages = gap % 3 === 0 ? [{ ...sample, data: paid }] : []
    await pass(messages, 20 * second)
    await pass([], 20 * second)
    await pass([], 25 * second)
    await until(() => watched.has(ids), { what: `gap ${gap} is made good` })
  }
  const published = watched.events.flatMap(({ type, id }) => (type === 'superchat' ? id : []))
  expect(published.toSorted()).toEqual(ids.toSorted())
})

test('the share of a Douyin room is measured against the last messages of its page', async () => {
  const clock = stoppedClock()
  const fake = await startFakeDouyin({ silenceMs: 600_000, now: clock.now })
  const ref = fake.room.webRid
  const name = `douyin:${ref}`
  const { net, watched } = connectTo(fake, douyin, { ref, name, clock })
  await until(() => watched.sourcesOf(name).at(-1)?.state === 'open')
  const random = seededRandom(7)
  const sent: string[] = []
  for (let said = 0; said < 900; said++) {
    const id = 7_660_000_000_000_000_000n + BigInt(said)
    const person = { id: 7_600_000_000_000_000_500n, name: '旁白' }
    const message = chatMessage(id, person, `line ${said}`, Math.floor(clock.now() / second))
    if (random() < 0.5) {
      sent.push(`douyin:${id}`)
      fake.broadcast.say([message])
    } else fake.broadcast.withhold([message])
    await until(() => watched.has(sent))
    clock.advance(second)
    await until(() => net.seen.pending === 0)
  }
  const coverages = watched.events.flatMap((event) => (event.type === 'stats' ? event : []))
  const { share = Number.NaN, samples = 0 } = coverages.at(-1)?.coverage ?? {}
  expect(samples).toBeGreaterThanOrEqual(20)
  expect(Math.abs(share - 0.5)).toBeLessThanOrEqual(3 * Math.sqrt(0.25 / samples))
  expect(watched.events.flatMap(({ type, id }) => (type === 'chat' ? id : []))).toEqual(sent)
  expect(fake.site.visits.fetch).toBeLessThanOrEqual((900 / 60) * 1.2)
})
