import { connector } from '../../../server/platform/douyin/connect/connector.ts'
import { douyin } from '../../../server/platform/douyin/index.ts'
import type { Trouble } from '../../fake/barrier.ts'
import { chatMessage } from '../../fake/douyin/message.ts'
import type { Connection } from '../../fake/douyin/connection.ts'
import { makeScript } from '../../fake/douyin/script.ts'
import { type FakeDouyin, startFakeDouyin } from '../../fake/douyin/index.ts'
import { type Failure, type Fault, times, type FaultSite } from './site.ts'

const narrator = { id: 7600000000000000500n, name: '旁白' }
const firstLine = 7660000000000000000n

const broken: Failure = { kind: 'lost', says: 'closed 1006' }
const unreachable: Failure = { kind: 'lost', says: 'no connection' }
const failed: Failure = { kind: 'lost', says: 'a request failed' }
const machine: Failure = { kind: 'risk', says: 'shows a check instead of the room' }

/** Makes a Douyin site with all its faults; it has at most `rounds` of gifts. */
export async function tryDouyin(now: () => number, rounds: number): Promise<FaultSite> {
  // The clock of the session does not advance while the fake waits, so that no timeout passes.
  const fake = await startFakeDouyin({ silenceMs: 600_000, now })
  const script = makeScript(1, rounds)
  const lines: string[] = []
  let said = 0
  const say: FaultSite['say'] = (count, delivery) => {
    const gifts = script.messages.slice(said, said + count - 1)
    said += gifts.length
    const id = firstLine + BigInt(lines.length)
    lines.push(feedId(String(id)))
    const way = delivery === 'disordered' ? 'reversed' : delivery
    fake.broadcast.say([...gifts, chatMessage(id, narrator, `line ${id}`)], way)
    return [feedId(String(id))]
  }
  return {
    platform: { ...douyin, connect: connector },
    ref: fake.room.webRid,
    endpoints: { douyin: fake.endpoints },
    faults: [...lineFaults(fake), ...handshakeFaults(fake), ...siteFaults(fake)],
    silenceMs: 60_000,
    say,
    replay: () => undefined,
    satisfied: () => [...fake.broadcast.connections].every(({ pinged }) => !pinged),
    truth: () => {
      while (said < script.messages.length) say(15, 'plain')
      const { chats, gifts, diamonds } = script.truth
      return {
        chats: [...lines, ...chats.map(feedId)],
        items: Object.values(gifts).reduce((sum, count) => sum + count, 0),
        paid: diamonds,
      }
    },
    close: fake.close,
  }
}

function feedId(id: string): string {
  return `douyin:${id}`
}

/** Applies an action to every connection. */
function each({ broadcast }: FakeDouyin, act: (connection: Connection) => void): void {
  for (const connection of broadcast.connections) act(connection)
}

/** Returns the faults of an open socket. */
function lineFaults(fake: FakeDouyin): readonly Fault[] {
  const closed = (code: number, leastMs?: number): Fault => ({
    name: `close ${code}`,
    inject: () => each(fake, (one) => one.close(code)),
    failures: [{ kind: 'lost', says: `closed ${code}`, ...(leastMs && { leastMs }) }],
  })
  const silent: Failure = {
    kind: 'silent',
    says: 'no frame for 38 s',
    notice: { afterMs: 37_500, since: 'frame' },
  }
  const stalled: Failure = {
    kind: 'silent',
    says: 'live, but no message for 60 s',
    notice: { afterMs: 60_000, since: 'message', answered: true },
  }
  return [
    { name: 'FIN', inject: () => each(fake, (one) => one.finish()), failures: [broken] },
    {
      name: 'RST',
      inject: () => each(fake, (one) => one.reset()),
      failures: [broken],
      lossy: true,
    },
    closed(1000),
    closed(1001, 2_000),
    closed(1012, 3_000),
    closed(1013, 5_000),
    {
      name: 'close payload',
      inject: () => fake.broadcast.announceClose(),
      failures: [{ kind: 'lost', says: 'the server is closing' }],
    },
    { name: 'half-open', inject: () => each(fake, (one) => one.freeze()), failures: [silent] },
    {
      name: 'soft block',
      inject: () => each(fake, (one) => void (one.stalled = true)),
      failures: [stalled],
    },
    {
      name: 'garbage in the stream',
      inject: () => each(fake, (one) => one.corrupt(Buffer.alloc(64, 0xff))),
      failures: [broken],
    },
    {
      name: 'garbage in frames, then FIN',
      inject: () => {
        fake.broadcast.play(Buffer.alloc(300, 0xa5))
        fake.broadcast.play(Buffer.alloc(0))
        each(fake, (one) => one.finish())
      },
      failures: [broken],
    },
  ]
}

/** Returns the faults of the next handshakes. */
function handshakeFaults(fake: FakeDouyin): readonly Fault[] {
  const { barrier } = fake
  let hung = 0
  const handshake = (name: string, trouble: Trouble, failures: readonly Failure[]): Fault => ({
    name: `handshake: ${name}`,
    inject: () => {
      hung = barrier.hung
      barrier.trouble = trouble
      each(fake, (one) => one.finish())
    },
    failures: [broken, ...failures],
    heal: () => (barrier.trouble = undefined),
  })
  const blocked = (count: number): Fault => ({
    name: `handshake: blocked ${count} times`,
    inject: () => {
      fake.refuseNext(count)
      each(fake, (one) => one.reset())
    },
    failures: [
      broken,
      ...times(count, { kind: 'blocked', says: 'handshake answered 200 DEVICE_BLOCKED 415' }),
    ],
    lossy: true,
  })
  return [
    blocked(1),
    blocked(5),
    handshake('cut', { kind: 'cut' }, times(4, unreachable)),
    handshake('502', { kind: 'status', status: 502 }, [{ kind: 'lost', says: answered(502) }]),
    handshake('403', { kind: 'status', status: 403 }, [{ kind: 'refused', says: answered(403) }]),
    handshake('429', { kind: 'status', status: 429, retryAfterSeconds: 9 }, [
      { kind: 'risk', says: answered(429), leastMs: 9_000 },
    ]),
    handshake('no answer', { kind: 'hang' }, [
      {
        ...unreachable,
        notice: { afterMs: 15_000, since: 'attempt', begun: () => barrier.hung > hung },
      },
    ]),
  ]
}

/** Returns the faults of the site for a client that needs a new signature. */
function siteFaults(fake: FakeDouyin): readonly Fault[] {
  const { site, broadcast, room } = fake
  const page = (name: string, trouble: Trouble, failures: readonly Failure[]): Fault => ({
    name: `site: ${name}`,
    inject: () => {
      site.barrier.trouble = trouble
      each(fake, (one) => one.finish())
    },
    failures: [broken, ...failures],
    heal: () => (site.barrier.trouble = undefined),
  })
  return [
    page('500', { kind: 'status', status: 500 }, times(3, failed)),
    page('404', { kind: 'status', status: 404 }, [{ kind: 'absent', says: 'no such room' }]),
    page('429', { kind: 'status', status: 429, retryAfterSeconds: 20 }, [
      { kind: 'risk', says: 'asks for fewer requests', leastMs: 20_000 },
    ]),
    page('cut', { kind: 'cut' }, times(2, failed)),
    page('garbage', { kind: 'garbage' }, [machine]),
    page('no answer', { kind: 'hang' }, [
      { ...failed, notice: { afterMs: 15_000, since: 'attempt' } },
    ]),
    {
      name: 'site: a check instead of the room',
      inject: () => {
        site.mood.suspicious = true
        each(fake, (one) => one.finish())
      },
      failures: [broken, ...times(3, machine)],
      heal: () => (site.mood.suspicious = false),
    },
    {
      name: 'site: our cookie has expired',
      inject: () => {
        site.forgetGuests()
        each(fake, (one) => one.finish())
      },
      failures: [broken],
    },
    {
      name: 'the broadcast ends, another begins',
      inject: () => broadcast.end(),
      failures: [{ kind: 'over', says: 'the broadcast has ended' }],
      heal: () => broadcast.begin(String(BigInt(room.roomId) + 1n)),
    },
  ]
}

function answered(status: number): string {
  return `handshake answered ${status}`
}
