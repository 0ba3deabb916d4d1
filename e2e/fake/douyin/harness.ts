import { douyin } from '../../../server/platform/douyin/index.ts'
import { chatMessage, enterMessage, likeMessage, socialMessage } from './message.ts'
import { type FakeDouyin, startFakeDouyin } from './index.ts'
import type { RoomMessage } from './wire.ts'
import type { ArrangedRefusal, Happening, SiteUnderTest, SiteHarness } from '../site.ts'

const narrator = { id: 7600000000000000500n, name: '旁白' }
const firstLine = 7660000000000000000n
const firstAct = 7670000000000000000n

const refusals: readonly ArrangedRefusal<FakeDouyin>[] = [
  {
    name: 'no such room',
    ref: '404404404404',
    state: 'failed',
    says: 'no such room',
    step: 'page',
    code: 'not-found',
  },
  {
    // Shorter than the known numbers of broadcasts, so that only the site can tell.
    name: 'the number of another broadcast',
    ref: '7599999999999999',
    state: 'failed',
    says: 'the number of one broadcast',
    step: 'page',
    code: 'not-found',
  },
  {
    name: 'not live',
    arrange: ({ room }) => void (room.status = 4),
    state: 'ended',
    says: 'not live',
    step: 'page',
    code: 'offline',
  },
  {
    name: 'a check instead of the room',
    arrange: ({ site }) => void (site.mood.suspicious = true),
    state: 'blocked',
    says: 'shows a check instead of the room',
    step: 'page',
    code: 'taken-for-machine',
  },
  {
    name: 'site: 500',
    arrange: ({ site }) => void (site.barrier.trouble = { kind: 'status', status: 500 }),
    state: 'connecting',
    says: 'a request failed',
    step: 'page',
    code: 'unanswered',
  },
  {
    name: 'site: 444',
    arrange: ({ site }) => void (site.barrier.trouble = { kind: 'status', status: 444 }),
    state: 'blocked',
    says: 'asks for fewer requests (444)',
    step: 'page',
    code: 'taken-for-machine',
  },
  {
    name: 'handshake: 444',
    arrange: ({ sockets }) => void (sockets.barrier.trouble = { kind: 'status', status: 444 }),
    state: 'blocked',
    says: 'handshake answered 444',
    step: 'handshake',
    code: 'handshake-limited',
  },
  {
    name: 'site: 429',
    arrange: ({ site }) =>
      void (site.barrier.trouble = { kind: 'status', status: 429, retryAfterSeconds: 20 }),
    state: 'blocked',
    says: 'asks for fewer requests',
    step: 'page',
    code: 'taken-for-machine',
  },
  {
    name: 'handshake: DEVICE_BLOCKED',
    arrange: ({ refuseNext }) => refuseNext(1),
    state: 'blocked',
    says: 'DEVICE_BLOCKED',
    step: 'handshake',
    code: 'handshake-refused',
  },
  {
    name: 'handshake: 429',
    arrange: ({ sockets }) => void (sockets.barrier.trouble = { kind: 'status', status: 429 }),
    state: 'blocked',
    says: 'handshake answered 429',
    step: 'handshake',
    code: 'handshake-limited',
  },
  {
    name: 'handshake: cut',
    arrange: ({ sockets }) => void (sockets.barrier.trouble = { kind: 'cut' }),
    state: 'connecting',
    says: 'no connection',
    step: 'handshake',
    code: 'unreachable',
  },
]

/** The silence after which a fake drops a client whose clock is stopped: it never passes. */
export const silenceMs = 600_000

/** Returns the n-th chat line of a test. */
export function chatLine(n: number): RoomMessage {
  const id = firstLine + BigInt(n)
  return chatMessage(id, narrator, `line ${id}`)
}

const broadcastId = '7599999999999999001'

/** The site harness of Douyin's web site. */
export const douyinSite: SiteUnderTest = {
  name: 'douyin',
  beatMs: 10_000,
  chatters: true,
  acks: true,
  resumes: true,
  over: { source: 'ended', room: 'ended' },
  refusals,
  aliases: [
    { name: 'the number of its broadcast', ref: broadcastId },
    {
      name: 'the link of its broadcast',
      ref: `https://webcast.amemv.com/douyin/webcast/reflow/${broadcastId}`,
    },
  ],
  start: async (now, refusal) => {
    const fake = await startFakeDouyin({ silenceMs, now })
    refusals.find(({ name }) => name === refusal)?.arrange?.(fake)
    return harnessOf(fake)
  },
}

/** The same site with sockets in the newer transport. */
export const douyinByteLinkSite: SiteUnderTest = {
  ...douyinSite,
  refusals: [],
  aliases: [],
  start: async (now) => {
    return harnessOf(await startFakeDouyin({ silenceMs, now, transport: 'bytelink' }))
  },
}

/** Returns the functions that every site has. */
export function harnessOf(fake: FakeDouyin): SiteHarness {
  const { broadcast, room, counters, sockets } = fake
  const { connect } = douyin
  if (!connect) throw new TypeError('Douyin cannot be reached')
  let said = 0
  let acted = 0
  const happened: Readonly<Partial<Record<Happening, () => number>>> = {
    heartbeat: () => counters.heartbeats,
    ack: () => counters.acks,
    resumed: () => counters.resumed,
    goodbye: () => (broadcast.connections.size === 0 ? counters.accepted : 0),
  }
  return {
    platform: { ...douyin, connect },
    ref: room.webRid,
    endpoints: { douyin: fake.endpoints },
    say: (count) => {
      const lines = Array.from({ length: count }, () => chatLine(said++))
      broadcast.say(lines)
      return lines.map(({ id }) => `douyin:${id}`)
    },
    act: () => {
      const id = firstAct + 10n * BigInt(acted++)
      broadcast.say([
        enterMessage(id, narrator),
        socialMessage(id + 1n, narrator, 'follow'),
        socialMessage(id + 2n, narrator, 'share'),
        likeMessage(id + 3n, narrator),
      ])
      return ['enter', 'follow', 'share', 'like']
    },
    deliver: (times) => broadcast.deliver(times),
    repeat: () => undefined, // it does so by itself
    sockets,
    end: () => broadcast.end(),
    complaints: () => [
      ...counters.refused,
      ...(counters.strange > 0 ? [`${counters.strange} frames that are no answer`] : []),
    ],
    times: (what) => happened[what]?.() ?? 0,
    close: fake.close,
  }
}
