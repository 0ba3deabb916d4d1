import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPglite } from '../../server/store/engine/pglite.ts'
import { type FakeDouyin, startFakeDouyin } from '../fake/douyin/index.ts'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { type Frame, subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

interface Totals {
  readonly [user: string]: { readonly gift_count: number; readonly diamonds: number }
}

const frames = join(root, 'server/platform/douyin/fixture/frame')
const steps = ['01', '02', '03', '04', '05', '06', '07', '08'].map((step) =>
  readFileSync(join(frames, `synthetic-gift-combo-${step}.bin`)),
)
const truth = JSON.parse(readFileSync(join(frames, 'synthetic-gift-combo.truth.json'), 'utf8')) as {
  readonly totals: Totals
}

let fake: FakeDouyin
let server: ServerProcess
let folder: ReturnType<typeof temporaryFolder>

beforeEach(async () => {
  folder = temporaryFolder()
  fake = await startFakeDouyin()
  server = await startServerProcess({
    STORE: 'on',
    DATA_DIR: folder.path,
    ENDPOINTS: JSON.stringify({ douyin: fake.endpoints }),
  })
})
afterEach(async () => {
  await server.end()
  await fake.close()
  folder.remove()
})

/** Returns the totals that a reader computes. */
function totalsOf(events: readonly Frame[]): Totals {
  const totals: Record<string, { gift_count: number; diamonds: number }> = {}
  for (const event of events) {
    if (event['type'] !== 'gift') continue
    const user = (event['user'] as { readonly id: string }).id.replace('douyin:', '')
    const total = (totals[user] ??= { gift_count: 0, diamonds: 0 })
    total.gift_count += Number(event['count'])
    total.diamonds += (event['value'] as { readonly amount: number }).amount
  }
  return totals
}

test('S0-2, S0-29: gift totals in the feed and in the store are correct, though messages repeat', async () => {
  const reader = await until(async () => {
    const subscriber = subscribe(server.url, `/rooms/douyin:${fake.room.webRid}/stream`)
    await subscriber.take(1) // a stored room opens once the database is there
    return subscriber
  })
  await until(() => expect(fake.broadcast.connections.size).toBe(1))
  for (const frame of steps) fake.broadcast.play(frame)
  for (const frame of steps) fake.broadcast.play(frame) // as the history does after a reconnect
  fake.broadcast.end()
  await until(() =>
    expect(reader.frames.some(({ type, state }) => type === 'room' && state === 'ended')).toBe(
      true,
    ),
  )
  expect(totalsOf(reader.frames)).toEqual(truth.totals)
  reader.close()
  await server.end()

  const db = await openPglite(join(folder.path, 'pg'), { warn: () => undefined })
  const rows = await db.query(
    `select replace(user_id, 'douyin:', '') as who,
       sum((line::jsonb ->> 'count')::int)::int as items,
       sum((line::jsonb -> 'value' ->> 'amount')::int)::int as diamonds
     from events where type = 'gift' group by who`,
  )
  await db.close()
  const stored = rows.map(({ who, items, diamonds }) => {
    return [String(who), { gift_count: Number(items), diamonds: Number(diamonds) }] as const
  })
  expect(Object.fromEntries(stored)).toEqual(truth.totals)
})
