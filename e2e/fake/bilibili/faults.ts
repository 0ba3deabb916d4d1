import {
  answered,
  broken,
  closed,
  failed,
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
import { capturedFrame } from './client.ts'
import { harnessOf, patience } from './harness.ts'
import { type FakeBilibili, startFakeBilibili } from './index.ts'
import type { TokenMood } from './site.ts'
import { doubled, makeTruth, shuffled, type Truth } from './truth.ts'

const refused: Failure = { kind: 'refused', says: 'closed 1006' }
const coded: Failure = { kind: 'refused', says: 'refused with -101' }
const machine: Failure = { kind: 'risk', says: 'takes us for a machine' }
const orders = {
  plain: (messages: readonly object[]) => messages,
  doubled,
  disordered: (messages: readonly object[]) => shuffled(messages),
} as const

const feedId = (id: string): string => `bilibili:${id}`

/** Starts a Bilibili with all its faults. */
export async function startFaultyBilibili(now: () => number): Promise<FaultSite> {
  const fake = await startFakeBilibili({ patience, now })
  const sent: Truth[] = []
  return {
    ...harnessOf(fake),
    faults: [
      ...frameFaults(fake),
      ...handshakeFaults(fake),
      ...greetingFaults(fake),
      ...tokenFaults(fake),
    ],
    silenceMs: 75_000,
    play: (count, delivery) => {
      const truth = makeTruth(count, sent.length + 1)
      sent.push(truth)
      fake.comet.say(orders[delivery](truth.messages))
      return truth.chatIds.map(feedId)
    },
    satisfied: () => true,
    truth: () => ({
      chats: sent.flatMap(({ chatIds }) => chatIds.map(feedId)),
      items: sent.reduce((sum, { items }) => sum + items, 0),
      paid: sent.reduce((sum, { gold }) => sum + gold, 0),
    }),
  }
}

/** Returns the faults of an open socket: ends, silence, bytes that are no frame or no packet. */
function frameFaults({ comet }: FakeBilibili): readonly Fault[] {
  return [
    ...socketFaults(comet, { frameMs: 35_000, messageMs: 75_000 }),
    closed(comet, 1011),
    {
      name: 'garbage in the stream, then nothing',
      inject: () => {
        comet.corrupt(Buffer.alloc(64, 0xff))
        comet.freeze()
      },
      failures: [broken],
    },
    {
      name: 'a frame of a terabyte',
      inject: () => comet.corrupt(Buffer.from([0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0])),
      failures: [broken],
    },
    {
      name: 'garbage in frames, then FIN',
      inject: () => {
        comet.sendFrame(Buffer.from('garbage that is no packet at all'))
        comet.sendFrame(capturedFrame('malformed-brotli-garbage'))
        comet.sendFrame(Buffer.alloc(0))
        comet.drop('fin')
      },
      failures: [broken],
    },
  ]
}

/** Returns the faults of the next handshakes. */
function handshakeFaults({ comet }: FakeBilibili): readonly Fault[] {
  return [
    handshakeFault(comet, 'cut', { kind: 'cut' }, [unreachable]),
    handshakeFault(comet, 'cut, at all hosts', { kind: 'cut' }, times(5, unreachable)),
    handshakeFault(comet, '503', status(503), times(2, answered(503, 'lost'))),
    handshakeFault(comet, '403', status(403), [answered(403, 'refused')]),
    handshakeFault(comet, '412', status(412), [answered(412, 'risk')]),
    handshakeFault(comet, '429', status(429, 7), times(2, answered(429, 'risk', 7_000))),
    handshakeFault(comet, 'a page instead', { kind: 'garbage' }, [answered(200, 'refused')]),
    unansweredHandshake(comet),
  ]
}

/** Returns the faults of the next greetings. */
function greetingFaults({ comet, ledger }: FakeBilibili): readonly Fault[] {
  const greeting = (name: string, answer: () => void, failures: readonly Failure[]): Fault => ({
    name: `greeting: ${name}`,
    inject: () => {
      answer()
      comet.drop('fin')
    },
    failures: [broken, ...failures],
  })
  let ignored = 0
  const ignore = (): void => {
    ignored = ledger.times('ignored')
    comet.ignoreGreetings(1)
  }
  const begun = (): boolean => ledger.times('ignored') > ignored
  const late = { afterMs: 5_000, since: 'attempt', begun } as const
  return [
    greeting('-101', () => comet.refuseGreetings(1, -101), [coded]),
    greeting('-101, again and again', () => comet.refuseGreetings(5, -101), times(5, coded)),
    greeting('hung up on', () => comet.refuseGreetings(2), times(2, refused)),
    greeting('no answer', ignore, [
      { kind: 'lost', says: 'no answer to our greeting', notice: late },
    ]),
  ]
}

/** Returns the faults of the HTTP endpoints for a client that needs a new token. */
function tokenFaults({ comet, site, barrier }: FakeBilibili): readonly Fault[] {
  const suspicion = (mood: TokenMood, failures: readonly Failure[]): Fault => ({
    name: `token: ${mood}`,
    inject: () => {
      site.mood = mood
      comet.refuseGreetings(1, -101)
      comet.drop('fin')
    },
    failures: [broken, coded, ...failures],
    heal: () => (site.mood = 'honest'),
  })
  const renew = (): void => {
    comet.refuseGreetings(1)
    comet.drop('fin')
  }
  const requests = { barrier, what: 'request', renew, failures: [broken, refused] }
  return [
    suspicion('-352', times(3, machine)),
    suspicion('-352 voucher', [machine]),
    suspicion('voucher', [machine]),
    suspicion('no token', [machine]),
    suspicion('status 412', [{ kind: 'risk', says: 'asks for fewer requests' }]),
    ...requestFaults(requests),
    requestFault(requests, 'garbage', { kind: 'garbage' }, [failed]),
  ]
}
