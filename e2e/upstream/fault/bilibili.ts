import { bilibili } from '../../../server/platform/bilibili/index.ts'
import type { Trouble } from '../../fake/barrier.ts'
import { capturedFrame } from '../../fake/bilibili/client.ts'
import type { TokenMood } from '../../fake/bilibili/site.ts'
import { doubled, makeTruth, shuffled, type Truth } from '../../fake/bilibili/truth.ts'
import { type FakeBilibili, startFakeBilibili } from '../../fake/bilibili/index.ts'
import { type Failure, type Fault, times, type FaultSite } from './site.ts'

// The clock of the session does not advance while the fake waits, so that no timeout passes.
const patient = { greetingMs: 600_000, heartbeatMs: 600_000, acknowledgeMs: 600_000 }

const broken: Failure = { kind: 'lost', says: 'closed 1006' }
const refused: Failure = { kind: 'refused', says: 'closed 1006' }
const unreachable: Failure = { kind: 'lost', says: 'no connection' }
const machine: Failure = { kind: 'risk', says: 'takes us for a machine' }

/** Makes a Bilibili site with all its faults. */
export async function tryBilibili(now: () => number): Promise<FaultSite> {
  const fake = await startFakeBilibili({ patience: patient, now })
  const { connect } = bilibili
  if (!connect) throw new TypeError('Bilibili cannot be reached')
  const sent: Truth[] = []
  return {
    platform: { ...bilibili, connect },
    ref: String(fake.room.shortId),
    endpoints: { bilibili: fake.endpoints },
    faults: [...lineFaults(fake), ...dialFaults(fake), ...greetingFaults(fake), ...webFaults(fake)],
    silenceMs: 75_000,
    say: (count, delivery) => {
      const truth = makeTruth(count, sent.length + 1)
      sent.push(truth)
      fake.comet.say(delivered(truth.messages, delivery))
      return truth.chatIds.map(feedId)
    },
    replay: (count) => fake.comet.repeat(count),
    satisfied: () => true,
    truth: () => ({
      chats: sent.flatMap(({ chatIds }) => chatIds.map(feedId)),
      items: sent.reduce((sum, { items }) => sum + items, 0),
      paid: sent.reduce((sum, { gold }) => sum + gold, 0),
    }),
    close: fake.close,
  }
}

function feedId(id: string): string {
  return `bilibili:${id}`
}

function delivered(
  messages: readonly object[],
  delivery: 'plain' | 'doubled' | 'disordered',
): readonly object[] {
  switch (delivery) {
    case 'plain':
      return messages
    case 'doubled':
      return doubled(messages)
    case 'disordered':
      return shuffled(messages)
  }
}

/** Returns the faults of an open socket. */
function lineFaults({ comet }: FakeBilibili): readonly Fault[] {
  const closed = (code: number, leastMs?: number): Fault => ({
    name: `close ${code}`,
    inject: () => comet.hangUp(code, 'bye'),
    failures: [{ kind: 'lost', says: `closed ${code} bye`, ...(leastMs && { leastMs }) }],
  })
  const silent: Failure = {
    kind: 'silent',
    says: 'no frame for 35 s',
    notice: { afterMs: 35_000, since: 'frame' },
  }
  const stalled: Failure = {
    kind: 'silent',
    says: 'live, but no message for 75 s',
    notice: { afterMs: 75_000, since: 'message', answered: true },
  }
  return [
    { name: 'FIN', inject: () => comet.drop('fin'), failures: [broken] },
    { name: 'RST', inject: () => comet.drop('rst'), failures: [broken], lossy: true },
    closed(1000),
    closed(1001, 2_000),
    closed(1011),
    closed(1012, 3_000),
    closed(1013, 5_000),
    { name: 'half-open', inject: () => comet.freeze(), failures: [silent] },
    {
      name: 'soft block',
      inject: () => comet.stall(true),
      failures: [stalled],
      heal: () => comet.stall(false),
    },
    ...garbageFaults(comet),
  ]
}

/** Returns the faults of bytes that are not a frame, and frames that are not a packet. */
function garbageFaults(comet: FakeBilibili['comet']): readonly Fault[] {
  return [
    {
      name: 'garbage in the stream',
      inject: () => comet.corrupt(Buffer.alloc(64, 0xff)),
      failures: [broken],
    },
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
function dialFaults({ comet }: FakeBilibili): readonly Fault[] {
  const { barrier } = comet
  let hung = 0
  const handshake = (name: string, trouble: Trouble, failures: readonly Failure[]): Fault => ({
    name: `handshake: ${name}`,
    inject: () => {
      hung = barrier.hung
      barrier.trouble = trouble
      comet.drop('fin')
    },
    failures: [broken, ...failures],
    heal: () => (barrier.trouble = undefined),
  })
  const asked: Failure = { kind: 'risk', says: answered(429), leastMs: 7_000 }
  return [
    handshake('cut', { kind: 'cut' }, [unreachable]),
    handshake('cut, at all hosts', { kind: 'cut' }, times(5, unreachable)),
    handshake('503', status(503), times(2, { kind: 'lost', says: answered(503) })),
    handshake('403', status(403), [{ kind: 'refused', says: answered(403) }]),
    handshake('412', status(412), [{ kind: 'risk', says: answered(412) }]),
    handshake('429', status(429, 7), times(2, asked)),
    handshake('a page instead', { kind: 'garbage' }, [{ kind: 'refused', says: answered(200) }]),
    handshake('no answer', { kind: 'hang' }, [
      {
        ...unreachable,
        notice: { afterMs: 15_000, since: 'attempt', begun: () => barrier.hung > hung },
      },
    ]),
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
  const coded: Failure = { kind: 'refused', says: 'refused with -101' }
  let ignored = 0
  return [
    greeting('-101', () => comet.refuseGreetings(1, -101), [coded]),
    greeting('-101, again and again', () => comet.refuseGreetings(5, -101), times(5, coded)),
    greeting('hung up on', () => comet.refuseGreetings(2), times(2, refused)),
    greeting(
      'no answer',
      () => {
        ignored = ledger.times('ignored')
        comet.ignoreGreetings(1)
      },
      [
        {
          kind: 'lost',
          says: 'no answer to our greeting',
          notice: {
            afterMs: 5_000,
            since: 'attempt',
            begun: () => ledger.times('ignored') > ignored,
          },
        },
      ],
    ),
  ]
}

/** Returns the faults of the HTTP endpoints for a client that needs a new token. */
function webFaults({ comet, site, barrier }: FakeBilibili): readonly Fault[] {
  const suspicion = (mood: TokenMood, failures: readonly Failure[]): Fault => ({
    name: `token: ${mood}`,
    inject: () => {
      site.mood = mood
      comet.refuseGreetings(1, -101)
      comet.drop('fin')
    },
    failures: [broken, { kind: 'refused', says: 'refused with -101' }, ...failures],
    heal: () => (site.mood = 'honest'),
  })
  const request = (name: string, trouble: Trouble, failures: readonly Failure[]): Fault => ({
    name: `request: ${name}`,
    inject: () => {
      barrier.trouble = trouble
      comet.refuseGreetings(1)
      comet.drop('fin')
    },
    failures: [broken, refused, ...failures],
    heal: () => (barrier.trouble = undefined),
  })
  const fewer = 'asks for fewer requests'
  const failed: Failure = { kind: 'lost', says: 'a request failed' }
  return [
    suspicion('-352', times(3, machine)),
    suspicion('-352 voucher', [machine]),
    suspicion('voucher', [machine]),
    suspicion('no token', [machine]),
    suspicion('status 412', [{ kind: 'risk', says: fewer }]),
    request('500', status(500), times(3, failed)),
    request('429', status(429, 20), [{ kind: 'risk', says: fewer, leastMs: 20_000 }]),
    request('cut', { kind: 'cut' }, times(2, failed)),
    request('garbage', { kind: 'garbage' }, [failed]),
    request('no answer', { kind: 'hang' }, [
      { ...failed, notice: { afterMs: 15_000, since: 'attempt' } },
    ]),
  ]
}

function answered(code: number): string {
  return `handshake answered ${code}`
}

function status(code: number, retryAfterSeconds?: number): Trouble {
  return { kind: 'status', status: code, ...(retryAfterSeconds && { retryAfterSeconds }) }
}
