import {
  answered,
  broken,
  type Failure,
  type Fault,
  type FaultSite,
  handshakeFault,
  requestFault,
  requestFaults,
  socketFaults,
  status,
  times,
  unansweredHandshake,
  unreachable,
} from '../fault.ts'
import { chatLine, harnessOf, silenceMs } from './harness.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'
import { makeScript } from './script.ts'

const machine: Failure = { kind: 'risk', says: 'shows a check instead of the room' }

/** Starts a Douyin with all its faults; it has at most `rounds` of gifts. */
export async function startFaultyDouyin(now: () => number, rounds: number): Promise<FaultSite> {
  const fake = await startFakeDouyin({ silenceMs, now })
  const { messages, truth } = makeScript(1, rounds)
  const lines: string[] = []
  let sent = 0
  const play: FaultSite['play'] = (count, delivery) => {
    const gifts = messages.slice(sent, sent + count - 1)
    sent += gifts.length
    const line = chatLine(lines.length)
    lines.push(`douyin:${line.id}`)
    fake.broadcast.say([...gifts, line], delivery)
    return lines.slice(-1)
  }
  return {
    ...harnessOf(fake),
    faults: [...socketsFaults(fake), ...handshakeFaults(fake), ...pageFaults(fake)],
    silenceMs: 60_000,
    play,
    satisfied: () => [...fake.broadcast.connections].every(({ pinged }) => !pinged),
    truth: () => {
      while (sent < messages.length) play(15, 'plain')
      return {
        chats: [...lines, ...truth.chats.map((id) => `douyin:${id}`)],
        items: Object.values(truth.gifts).reduce((sum, count) => sum + count, 0),
        paid: truth.diamonds,
      }
    },
  }
}

/** Returns the faults of an open socket. */
function socketsFaults({ broadcast, sockets }: FakeDouyin): readonly Fault[] {
  return [
    ...socketFaults(sockets, { frameMs: 37_500, messageMs: 60_000 }),
    {
      name: 'close payload',
      inject: () => broadcast.announceClose(),
      failures: [{ kind: 'lost', says: 'the server is closing' }],
    },
    {
      name: 'garbage in frames, then FIN',
      inject: () => {
        broadcast.play(Buffer.alloc(300, 0xa5))
        broadcast.play(Buffer.alloc(0))
        sockets.drop('fin')
      },
      failures: [broken],
    },
  ]
}

/** Returns the faults of the next handshakes. */
function handshakeFaults({ sockets, refuseNext }: FakeDouyin): readonly Fault[] {
  const blocked = (count: number): Fault => ({
    name: `handshake: blocked ${count} times`,
    inject: () => {
      refuseNext(count)
      sockets.drop('rst')
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
    handshakeFault(sockets, 'cut', { kind: 'cut' }, times(4, unreachable)),
    handshakeFault(sockets, '502', status(502), [answered(502, 'lost')]),
    handshakeFault(sockets, '403', status(403), [answered(403, 'refused')]),
    handshakeFault(sockets, '429', status(429, 9), [answered(429, 'risk', 9_000)]),
    unansweredHandshake(sockets),
  ]
}

/** Returns the faults of the site for a client that needs a new signature. */
function pageFaults({ site, sockets, broadcast, room }: FakeDouyin): readonly Fault[] {
  const renew = (): void => sockets.drop('fin')
  const requests = { barrier: site.barrier, what: 'site', renew, failures: [broken] }
  return [
    ...requestFaults(requests),
    requestFault(requests, '404', status(404), [{ kind: 'absent', says: 'no such room' }]),
    requestFault(requests, 'garbage', { kind: 'garbage' }, [machine]),
    {
      name: 'site: a check instead of the room',
      inject: () => {
        site.mood.suspicious = true
        renew()
      },
      failures: [broken, ...times(3, machine)],
      heal: () => (site.mood.suspicious = false),
    },
    {
      name: 'site: our cookie has expired',
      inject: () => {
        site.forgetGuests()
        renew()
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
