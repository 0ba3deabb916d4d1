import { bilibiliOpen } from '../../../server/platform/bilibili-open/index.ts'
import { type FakeBilibiliOpen, startFakeBilibiliOpen } from './index.ts'
import { cometHarness } from '../bilibili/comet-harness.ts'
import type { ArrangedRefusal, SiteUnderTest, SiteHarness } from '../site.ts'

const patience = { greetingMs: 600_000, heartbeatMs: 600_000, acknowledgeMs: 600_000 }
const gameMs = 600_000
const start = '/v2/app/start'

type Answer = readonly [code: number, state: 'failed' | 'connecting' | 'blocked', says: string]

// The answers of the platform to a start, and the states that follow.
const answers: readonly Answer[] = [
  [4000, 'failed', 'app id or the identity code'],
  [4001, 'failed', 'access key'],
  [4002, 'failed', 'secret may be wrong'],
  [4003, 'connecting', 'clock of this machine'],
  [4004, 'connecting', 'has seen this request'],
  [4007, 'failed', 'address of this server'],
  [4008, 'failed', 'does not let this app'],
  [4009, 'blocked', 'asks for fewer requests'],
  [4012, 'connecting', 'another body'],
  [5000, 'connecting', 'could not serve us'],
  [5004, 'failed', 'this room is not listed'],
  [5005, 'failed', 'out of this room'],
  [6000, 'failed', 'text message'],
  [7001, 'connecting', 'rest between two sessions'],
  [7002, 'connecting', 'has not ended'],
  [7007, 'failed', 'identity code'],
  [7010, 'failed', 'five sessions'],
  [8002, 'failed', 'has not admitted'],
]

const codes = { failed: 'forbidden', connecting: 'refused', blocked: 'taken-for-machine' } as const

const refusals: readonly ArrangedRefusal<FakeBilibiliOpen>[] = [
  ...answers.map(([code, state, says]): ArrangedRefusal<FakeBilibiliOpen> => ({
    name: `start: ${code}`,
    arrange: ({ refuse }) => refuse(start, code, 3),
    state,
    says,
    step: 'signature',
    code: codes[state],
  })),
  {
    name: 'no such credential',
    ref: 'other',
    state: 'failed',
    says: '"other"',
    step: 'signature',
    code: 'forbidden',
  },
  {
    name: 'greeting: -101',
    arrange: ({ comet }) => comet.refuseGreetings(1, -101),
    state: 'connecting',
    says: 'refused with -101',
    step: 'handshake',
    code: 'handshake-refused',
  },
]

/** The site harness of Bilibili's open platform. */
export const bilibiliOpenSite: SiteUnderTest = {
  name: 'bilibili-open',
  beatMs: 30_000,
  chatters: false,
  acks: false,
  resumes: false,
  over: { source: 'open', room: 'ended' },
  refusals,
  start: async (_, refusal) => {
    const fake = await startFakeBilibiliOpen({ patience, gameMs })
    refusals.find(({ name }) => name === refusal)?.arrange?.(fake)
    return harnessOf(fake)
  },
}

function harnessOf(fake: FakeBilibiliOpen): SiteHarness {
  const { comet, ledger, credential } = fake
  const { connect } = bilibiliOpen
  if (!connect) throw new TypeError('the open platform cannot be reached')
  const counts = { heartbeat: 'heartbeat', kept: '/v2/app/heartbeat', goodbye: '/v2/app/end' }
  return {
    ...cometHarness(fake, {
      platform: 'bilibili-open',
      idOf: (n) => `line-${n}`,
      line,
      acts,
    }),
    platform: { ...bilibiliOpen, connect },
    ref: 'shop',
    endpoints: { 'bilibili-open': fake.endpoints },
    credentials: { shop: credential },
    end: () =>
      comet.say([
        { cmd: 'LIVE_OPEN_PLATFORM_LIVE_END', data: { msg_id: 'end', timestamp: 1_763_600_000 } },
      ]),
    times: (what) => (what in counts ? ledger.times(counts[what as keyof typeof counts]) : 0),
  }
}

const who = { open_id: 'viewer-1', uname: '观众', timestamp: 1_763_600_000 }

const acts = {
  enter: { cmd: 'LIVE_OPEN_PLATFORM_LIVE_ROOM_ENTER', data: { ...who, msg_id: 'enter-1' } },
  like: { cmd: 'LIVE_OPEN_PLATFORM_LIKE', data: { ...who, msg_id: 'like-1', like_count: 6 } },
}

function line(msg_id: string): object {
  return { cmd: 'LIVE_OPEN_PLATFORM_DM', data: { msg_id, msg: '你好', ...who } }
}
