import { bilibili } from '../../../server/platform/bilibili/index.ts'
import type { TokenMood } from './site.ts'
import { type FakeBilibili, startFakeBilibili } from './index.ts'
import { cometHarness } from './comet-harness.ts'
import type { ArrangedRefusal, SiteUnderTest, SiteHarness } from '../site.ts'

/** The timeouts of a fake whose client has a stopped clock: none passes. */
export const patience = { greetingMs: 600_000, heartbeatMs: 600_000, acknowledgeMs: 600_000 }

const machine = { state: 'blocked', says: 'takes us for a machine', step: 'signature' } as const

const suspicions: readonly ArrangedRefusal<FakeBilibili>[] = (
  [
    '-352',
    '-352 voucher',
    '-352 headers',
    'voucher',
    'no token',
    'status 412',
  ] satisfies TokenMood[]
).map((mood) => ({
  name: `token: ${mood}`,
  arrange: ({ site }) => void (site.mood = mood),
  ...machine,
  ...(mood === 'status 412' ? { says: 'asks for fewer requests' } : {}),
  code: 'taken-for-machine',
}))

const refusals: readonly ArrangedRefusal<FakeBilibili>[] = [
  ...suspicions,
  {
    name: 'no such room',
    ref: '404',
    state: 'failed',
    says: 'has no room 404',
    step: 'page',
    code: 'not-found',
  },
  {
    name: 'no such room, in other words',
    ref: '404',
    arrange: ({ site }) => void (site.absentCode = 19002000),
    state: 'failed',
    says: 'has no room 404',
    step: 'page',
    code: 'not-found',
  },
  {
    name: 'token: no such room',
    arrange: ({ site }) => void (site.mood = 'no room'),
    state: 'failed',
    says: 'no such room',
    step: 'signature',
    code: 'not-found',
  },
  {
    name: 'site: 500',
    arrange: ({ barrier }) => void (barrier.trouble = { kind: 'status', status: 500 }),
    state: 'connecting',
    says: 'a request failed',
    step: 'page',
    code: 'unanswered',
  },
  {
    name: 'site: garbage',
    arrange: ({ barrier }) => void (barrier.trouble = { kind: 'garbage' }),
    state: 'connecting',
    says: 'a request failed',
    step: 'page',
    code: 'unanswered',
  },
  {
    name: 'site: 429',
    arrange: ({ barrier }) =>
      void (barrier.trouble = { kind: 'status', status: 429, retryAfterSeconds: 20 }),
    state: 'blocked',
    says: 'asks for fewer requests',
    step: 'page',
    code: 'taken-for-machine',
  },
  {
    name: 'handshake: 403',
    arrange: ({ comet }) => void (comet.barrier.trouble = { kind: 'status', status: 403 }),
    state: 'connecting',
    says: 'handshake answered 403',
    step: 'handshake',
    code: 'handshake-refused',
  },
  {
    name: 'handshake: 412',
    arrange: ({ comet }) => void (comet.barrier.trouble = { kind: 'status', status: 412 }),
    state: 'blocked',
    says: 'handshake answered 412',
    step: 'handshake',
    code: 'handshake-limited',
  },
  {
    name: 'handshake: cut',
    arrange: ({ comet }) => void (comet.barrier.trouble = { kind: 'cut' }),
    state: 'connecting',
    says: 'no connection',
    step: 'handshake',
    code: 'unreachable',
  },
  {
    name: 'greeting: -101',
    arrange: ({ comet }) => comet.refuseGreetings(1, -101),
    state: 'connecting',
    says: 'refused with -101',
    step: 'handshake',
    code: 'handshake-refused',
  },
  {
    name: 'greeting: hung up on',
    arrange: ({ comet }) => comet.refuseGreetings(1),
    state: 'connecting',
    says: 'closed 1006',
    step: 'handshake',
    code: 'handshake-refused',
  },
]

/** The site harness of Bilibili's web site. */
export const bilibiliSite: SiteUnderTest = {
  name: 'bilibili',
  beatMs: 30_000,
  chatters: true,
  acks: true,
  resumes: false,
  over: { source: 'open', room: 'ended' },
  refusals,
  start: async (now, refusal) => {
    const fake = await startFakeBilibili({ patience, now })
    refusals.find(({ name }) => name === refusal)?.arrange?.(fake)
    return harnessOf(fake)
  },
}

/** Returns the functions that every site has. */
export function harnessOf(fake: FakeBilibili): SiteHarness {
  const { comet, ledger, room } = fake
  const { connect } = bilibili
  if (!connect) throw new TypeError('Bilibili cannot be reached')
  return {
    ...cometHarness(fake, { platform: 'bilibili', idOf: hexId, line, acts }),
    platform: { ...bilibili, connect },
    ref: String(room.shortId),
    endpoints: { bilibili: fake.endpoints },
    end: () => comet.say([{ cmd: 'PREPARING', roomid: String(room.id), send_time: 1 }]),
    times: (what) => ledger.times(what),
  }
}

function hexId(n: number): string {
  return n.toString(16).padStart(34, '0')
}

function line(id: string): object {
  const extra = JSON.stringify({ content: id, id_str: id, emots: null, reply_mid: 0 })
  const style = [0, 1, 25, 0xffffff, 1_763_600_000_000, 0, 0, id.slice(-8), 0, 0, 0, '', 0, '{}']
  const info = [[...style, '{}', { mode: 0, extra }], id, [0, '观***', 0, 0, 0, 10000, 1, ''], []]
  return { cmd: 'DANMU_MSG', info, dm_v2: '' }
}

const visitor = { uid: 4242, uname: '观众', timestamp: 1_763_600_000, roomid: 5440 }

// None of these messages has an id of its own.
const acts = {
  enter: { cmd: 'INTERACT_WORD', data: { ...visitor, msg_type: 1 } },
  follow: { cmd: 'INTERACT_WORD', data: { ...visitor, msg_type: 2 } },
  share: { cmd: 'INTERACT_WORD', data: { ...visitor, msg_type: 3 } },
  like: { cmd: 'LIKE_INFO_V3_CLICK', data: { ...visitor, msg_type: 6 } },
}
