import { openPostgres } from '../../server/store/engine/pg.ts'
import { newKey, openLedger } from '../live/ledger-parts.ts'
import { atMost } from './fanout/bound.ts'
import { atRate, type Audience, openAudience, p99Of, room } from './live-audience.ts'
import type { Bench } from './result.ts'
import { mainUs } from './rooms/measure.ts'

const commentsPerSecond = 20
const giftsPerSecond = 5
const measureMs = 60_000
const bareGifts = 300

/** A live room on PostgreSQL with two thousand viewers, comments, and five gifts a second. */
export const bench: Bench = async function* () {
  const audience = await openAudience()
  const { server, post, settle, close } = audience
  try {
    await prepare(audience)
    const bare = p99Of(await bareTransactions(audience))
    const [startedAt, before] = [performance.now(), mainUs(server.pid)]
    const [gifts] = await Promise.all([
      atRate(giftsPerSecond, measureMs, () =>
        post(`/api/live/${room}/gifts`, { key: newKey(), gift: 'rose' }),
      ),
      atRate(commentsPerSecond, measureMs, (said) =>
        post(`/api/live/${room}/comments`, { text: `comment ${said}` }),
      ),
    ])
    const used = (mainUs(server.pid) - before) / ((performance.now() - startedAt) * 1_000)
    const wrong = await settle()
    const p99 = p99Of(gifts.map(({ answeredMs }) => answeredMs))
    yield atMost(0, { name: 'live-gifts-lost-or-doubled', value: wrong, unit: 'events' })
    yield atMost(150, { name: 'live-gifts-answered-p99', value: p99, unit: 'ms' })
    yield atMost(6 * bare, { name: 'live-gifts-to-bare-transaction', value: p99, unit: 'ms' })
    yield atMost(0.5, { name: 'live-gifts-main-thread', value: used, unit: 'cores' })
    yield atMost(0, {
      name: 'live-gifts-imbalance',
      value: await faultsIn(audience),
      unit: 'faults',
    })
  } finally {
    await close()
  }
}

async function prepare({ server }: Audience): Promise<void> {
  const rose = { id: 'rose', name: 'Rose', price: 1 }
  const coins = { key: newKey(), account: 'owner', coins: 1_000_000, reason: 'bench' }
  const made = [
    await server.own('POST', '/api/live-gifts', rose),
    await server.own('POST', '/api/ledger/topups', coins),
  ]
  const failed = made.find(({ status }) => status !== 201)
  if (failed) throw new Error(`not prepared: ${JSON.stringify(failed.body)}`)
}

/** Returns the times of gifts without a server around them, milliseconds. */
async function bareTransactions({ databaseUrl }: Audience): Promise<readonly number[]> {
  const db = openPostgres(databaseUrl, { warn: () => undefined })
  try {
    const { gifts, giving, topUp } = await openLedger(db, ['bare'])
    await topUp('bare', bareGifts)
    const times: number[] = []
    for (let given = 0; given < bareGifts; given++) {
      const at = performance.now()
      await gifts.give(giving('bare', 'bare'), { gift: 'g1', quantity: 1 })
      times.push(performance.now() - at)
    }
    return times
  } finally {
    await db.close()
  }
}

async function faultsIn({ server }: Audience): Promise<number> {
  const { body } = await server.own('GET', '/api/ledger/check')
  return (body['faults'] as readonly string[]).length + Math.abs(Number(body['imbalance']))
}
