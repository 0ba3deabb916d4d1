import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { bilibiliOpen } from '../../server/platform/bilibili-open/index.ts'
import { createBatcher } from '../../server/upstream/batcher.ts'
import { SourceSession } from '../../server/upstream/session.ts'
import { startFakeBilibiliOpen } from '../fake/bilibili-open/index.ts'
import { stoppedClock, watchNetwork } from './watched-network.ts'
import { until } from '../kit/wait.ts'
import { signWith } from '../fake/site.ts'

test('one request is the heartbeat of all games of an account', async () => {
  const fake = await startFakeBilibiliOpen({ patience: { heartbeatMs: 600_000 }, gameMs: 600_000 })
  fake.games.most = 3
  const clock = stoppedClock()
  const { network } = watchNetwork({ 'bilibili-open': fake.endpoints }, clock, 1)
  const names = ['one', 'two', 'three']
  const credentials = Object.fromEntries(names.map((name) => [name, fake.credential]))
  const { connect } = bilibiliOpen
  if (!connect) throw new TypeError('the open platform cannot be reached')
  const published: Draft[] = []
  const shared = { ...network, ...signWith(network, credentials), joinBatch: createBatcher(clock) }
  const sessions = names.map(
    (ref) =>
      new SourceSession({
        platform: { ...bilibiliOpen, connect },
        ref,
        network: shared,
        sink: {
          recent: [],
          publish: (draft) => published.push(draft),
          publishRaw: () => undefined,
        },
        report: { fault: () => undefined, sample: () => undefined, failure: () => undefined },
      }),
  )
  const openings = (): number =>
    published.filter((draft) => draft.type === 'source' && draft.state === 'open').length
  await until(() => openings() === 3)
  const startedAt = clock.now()
  const kept = (): number => fake.ledger.times('/v2/app/batchHeartbeat')
  await until(() => {
    clock.advance(100)
    return kept() === 1
  })
  expect(clock.now() - startedAt).toBeGreaterThanOrEqual(18_000)
  fake.games.close() // as after a minute without heartbeats: the next heartbeat is refused
  await until(() => {
    clock.advance(100)
    return openings() === 6
  })
  expect(kept()).toBe(2)
  expect(fake.ledger.times('/v2/app/heartbeat')).toBe(0)
  for (const session of sessions) await session.close()
  expect(fake.games.ids).toEqual([])
  await fake.close()
})
