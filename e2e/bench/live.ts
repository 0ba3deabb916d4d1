import { atMost } from './fanout/bound.ts'
import { atRate, type Audience, openAudience, p99Of, room, type Sent } from './live-audience.ts'
import type { Bench } from './result.ts'
import { mainUs } from './rooms/measure.ts'

const perSecond = 20
const measureMs = 60_000

/** A live room on PostgreSQL with two thousand viewers and twenty comments a second. */
export const bench: Bench = async function* () {
  const audience = await openAudience()
  try {
    const [startedAt, before] = [performance.now(), mainUs(audience.server.pid)]
    const comments = await comment(audience)
    const tookUs = (performance.now() - startedAt) * 1_000
    const used = (mainUs(audience.server.pid) - before) / tookUs
    const wrong = await audience.settle()
    const p99 = p99Of(comments.map(({ tookMs }) => tookMs))
    yield atMost(0, { name: 'live-lost-or-doubled', value: wrong, unit: 'events' })
    yield atMost(250, { name: 'live-to-last-viewer-p99', value: p99, unit: 'ms' })
    yield atMost(0.4, { name: 'live-main-thread', value: used, unit: 'cores' })
  } finally {
    await audience.close()
  }
}

function comment({ post }: Audience): Promise<readonly Sent[]> {
  return atRate(perSecond, measureMs, (said) =>
    post(`/api/live/${room}/comments`, { text: `comment ${said}` }),
  )
}
