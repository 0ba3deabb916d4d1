import { describe, expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { createFakeDial } from '../lib/net/dial.fake.ts'
import { type ChatLine, type Connector } from '../platform/connector.ts'
import { RiskControl } from '../platform/errors.ts'
import type { PlatformDraft } from '../platform/platform.ts'
import type { Failure } from './machine/failure.ts'
import { toyNetwork, toyPlatform } from './platform.fake.ts'
import { createRiskPause } from './risk-pause.ts'
import { SourceSession } from './session.ts'

const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
const minuteMs = 60_000

/** Creates a session on a toy room that publishes its lines, and delivers every other one. */
async function listen(connect: Partial<Connector> = {}, measures = true) {
  const clock = createFakeClock()
  const { dial, wires } = createFakeDial()
  const drafts: Draft[] = []
  const failures: Failure[] = []
  const said: ChatLine[] = []
  let asked = 0
  const session = new SourceSession({
    platform: toyPlatform({
      listens: 'always',
      recent: async () => {
        asked += 1
        return said.slice(-10)
      },
      ...connect,
    }),
    ref: '7',
    sink: { recent: [], publish: (draft) => drafts.push(draft), publishRaw: () => undefined },
    network: { ...toyNetwork(clock, dial), riskPause: createRiskPause(), measures },
    report: {
      fault: () => undefined,
      sample: () => undefined,
      failure: () => undefined,
      sideRequestFailed: (failure) => failures.push(failure),
    },
  })
  const accept = async (): Promise<void> => {
    await settle()
    wires.at(-1)?.open()
    wires.at(-1)?.say('accepted')
  }
  const talk = async (minutes: number): Promise<void> => {
    for (const end = clock.now() + minutes * minuteMs; clock.now() < end;) {
      const text = `line ${said.length}`
      said.push({ text })
      wires.at(-1)?.say(said.length % 2 === 0 ? `chat ${text}` : 'pong')
      clock.advance(2_000)
      await settle()
    }
  }
  await accept()
  return { session, clock, wires, drafts, failures, talk, accept, asked: () => asked }
}

const others = (drafts: readonly Draft[]) => drafts.filter(({ type }) => type !== 'stats')

describe('a source whose site publishes its last lines', () => {
  test('publishes the share of them that arrives, and otherwise the same events as before', async () => {
    const measured = await listen()
    const plain = await listen({}, false)
    await measured.talk(10)
    await plain.talk(10)
    const stats = measured.drafts.filter(({ type }) => type === 'stats')
    expect(stats.length).toBeGreaterThan(0)
    expect(stats.at(-1)).toMatchObject({ type: 'stats', coverage: { share: 0.5 } })
    const sampled = { type: 'source', state: 'open', limits: ['sampled'] }
    expect(others(measured.drafts)).toContainEqual(sampled)
    expect(others(measured.drafts).filter((draft) => !('limits' in draft))).toEqual(plain.drafts)
    expect(plain.asked()).toBe(0)
    await measured.session.close()
    await plain.session.close()
  })

  test.each(['recent', 'resolve'])(
    'makes no request for half an hour after risk control (%s)',
    async (question) => {
      let suspicious = false
      let asked = 0
      const refuse = async (): Promise<never> => Promise.reject(new RiskControl('a check'))
      const { session, talk, failures, wires, accept } = await listen({
        resolve: async (ref) =>
          suspicious && question === 'resolve' ? refuse() : { facts: { ref } },
        recent: async () => {
          asked += 1
          return suspicious && question === 'recent' ? refuse() : []
        },
      })
      await talk(2)
      suspicious = true
      if (question === 'resolve') wires.at(-1)?.end({ kind: 'rejected', status: 412, headers: {} })
      await talk(2)
      await accept()
      const before = asked
      await talk(27)
      expect(asked).toBe(before)
      expect(failures.map(({ kind }) => kind)).toEqual(
        question === 'recent' ? ['risk-control'] : [],
      )
      suspicious = false
      await accept()
      await talk(6)
      expect(asked).toBeGreaterThan(before)
      await session.close()
    },
  )

  test('stays connected if the requests fail, and reports that once', async () => {
    const { session, talk, drafts, failures } = await listen({
      recent: () => Promise.reject(new Error('away')),
    })
    await talk(10)
    expect(failures).toMatchObject([{ kind: 'unanswered' }])
    expect(drafts.filter(({ type }) => type === 'chat')).toHaveLength(150)
    await session.close()
  })
})

test('paid messages on display are published whenever a socket has opened, like received ones', async () => {
  const paid: PlatformDraft = {
    type: 'superchat',
    id: 'toy:sc-1',
    text: 'hello',
    value: { amount: 30, unit: 'coin' },
    shownMs: 60_000,
    provisional: { kind: 'confirmed', key: 'sc/1', waitMs: 1_000 },
  }
  const { provisional: _, ...event } = paid
  const { session, talk, drafts, wires, accept } = await listen({ displayed: async () => [paid] })
  await talk(2)
  expect(drafts.filter(({ type }) => type === 'superchat')).toEqual([event])
  wires.at(-1)?.end()
  await talk(1)
  await accept()
  await talk(2)
  expect(drafts.filter(({ type }) => type === 'superchat')).toEqual([event, event])
  await session.close()
})
