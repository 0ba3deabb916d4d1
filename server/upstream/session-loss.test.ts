import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial } from '../lib/net/dial.fake.ts'
import type { Loss } from '../pipeline/silence-detector.ts'
import { toyNetwork, toyPlatform } from './platform.fake.ts'
import { SourceSession } from './session.ts'

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Creates a session with a connected live room. */
async function listen(state: 'live' | 'offline' = 'live') {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const drafts: Draft[] = []
  const losses: Loss[] = []
  const session = new SourceSession({
    platform: {
      ...toyPlatform({
        listens: 'always',
        resolve: async (ref) => ({ facts: { ref }, live: { state } }),
      }),
      siblingOf: (method) => (method === 'SEND_GIFT_V4' ? 'SEND_GIFT' : undefined),
    },
    ref: '7',
    sink: { recent: [], publish: (draft) => drafts.push(draft), publishRaw: () => undefined },
    network: toyNetwork(clock, dial),
    report: {
      fault: () => undefined,
      sample: () => undefined,
      failure: () => undefined,
      loss: (loss) => losses.push(loss),
    },
  })
  await settle()
  wires.at(-1)?.open()
  wires.at(-1)?.say('accepted')
  /** Sends a line each ten seconds. */
  const say = (line: string, minutes: number): void => {
    for (let n = 0; n < minutes * 6; n++) {
      wires.at(-1)?.say(line)
      clock.advance(10_000)
    }
  }
  return { session, drafts, losses, say }
}

const notices = (drafts: readonly Draft[]) => drafts.filter(({ type }) => type === 'notice')

test('an unknown message that becomes frequent in a live room is a notice, and is counted', async () => {
  const { session, drafts, losses, say } = await listen()
  say('chat hi', 20)
  say('chat hi; raw SEND_GIFT_V3', 15)
  expect(notices(drafts)).toMatchObject([
    { code: 'unknown-method', level: 'warning', text: 'SEND_GIFT_V3' },
  ])
  expect(losses).toMatchObject([{ kind: 'unknown-method', name: 'SEND_GIFT_V3' }])
  await session.close()
})

test('events that vanish from a live room are a notice', async () => {
  const { session, drafts, say } = await listen()
  say('chat hi; gift 1', 40)
  say('chat hi', 12)
  expect(notices(drafts)).toMatchObject([{ code: 'vanished-type', text: 'gift', count: 60 }])
  await session.close()
})

test('nothing counts as lost in a room that is not live', async () => {
  const { session, drafts, say } = await listen('offline')
  say('chat hi; gift 1', 40)
  say('chat hi; raw SEND_GIFT_V3', 15)
  expect(notices(drafts)).toEqual([])
  await session.close()
})

test.each(['live', 'offline'] as const)(
  'another form of a known message is reported at once in a room that is %s, and counted',
  async (state) => {
    const { session, drafts, losses, say } = await listen(state)
    say('raw SEND_GIFT_V4', 1)
    expect(notices(drafts)).toMatchObject([
      { code: 'unknown-sibling', level: 'warning', text: 'SEND_GIFT_V4', count: 1 },
    ])
    expect(losses).toEqual([{ kind: 'unknown-sibling', name: 'SEND_GIFT_V4', count: 1 }])
    await session.close()
  },
)
