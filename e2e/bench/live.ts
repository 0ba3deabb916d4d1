import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { startPostgres } from '../kit/postgres.ts'
import { type LiveServer, startLiveServer } from '../live/people.ts'
import { until } from '../kit/wait.ts'
import { atMost } from './fanout/bound.ts'
import { cores, pin } from './fanout/process.ts'
import { subscribe } from './fanout/subscriber.ts'
import { mainUs } from './rooms/measure.ts'
import type { Bench } from './result.ts'

const viewers = 2_000
const perSecond = 20
const measureMs = 60_000
const room = 'stage'

const commentId = /"id":"(live:\d+)"/

/** The outcome of one comment. */
interface Sent {
  readonly at: number
  /** The number of viewers that have it. */
  got: number
  /** The time from the request until the last viewer had it, milliseconds. */
  tookMs: number
}

/** A live room on PostgreSQL with two thousand viewers and twenty comments a second. */
export const bench: Bench = async function* () {
  const postgres = await startPostgres()
  const server = await startLiveServer({
    DATABASE_URL: postgres.url,
    TRUSTED_PROXIES: '',
    MAX_SOCKETS: String(viewers + 100),
    LOG_LEVEL: 'warn',
  })
  const sockets: Socket[] = []
  try {
    pin(server.pid, cores.server)
    pin(process.pid, cores.client)
    await server.own('POST', '/api/live', { id: room, title: 'Bench' })
    await server.own('POST', `/api/live/${room}/start`)
    const { sent, cores: mainCores } = await run(server, sockets)
    const comments = [...sent.values()]
    const times = comments.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)
    const wrong = comments.reduce((sum, { got }) => sum + Math.abs(viewers - got), 0)
    const p99 = times[Math.floor(times.length * 0.99)] ?? Infinity
    yield atMost(0, { name: 'live-lost-or-doubled', value: wrong, unit: 'events' })
    yield atMost(250, { name: 'live-to-last-viewer-p99', value: p99, unit: 'ms' })
    yield atMost(0.4, { name: 'live-main-thread', value: mainCores, unit: 'cores' })
  } finally {
    for (const socket of sockets) socket.destroy()
    await server.end()
    await postgres.stop()
  }
}

async function run(server: LiveServer, sockets: Socket[]) {
  const sent = new Map<string, Sent>()
  const early = new Map<string, number>() // of comments whose request is not answered yet
  const receive = (bytes: Buffer, from: number, to: number): void => {
    // The id stands in the first characters; only comments have one of this form.
    const id = commentId.exec(bytes.toString('latin1', from, Math.min(to, from + 80)))?.[1]
    if (id === undefined) return
    const comment = sent.get(id)
    if (!comment) early.set(id, (early.get(id) ?? 0) + 1)
    else {
      comment.got += 1
      comment.tookMs = performance.now() - comment.at
    }
  }
  const address = {
    port: Number(new URL(server.url).port),
    path: `/rooms/live:${room}/stream`,
    protocol: 'feed',
  } as const
  for (let count = 0; count < viewers; count++) sockets.push(await subscribe(address, receive))
  const say = async (text: string): Promise<void> => {
    const at = performance.now()
    const { status, body } = await server.own('POST', `/api/live/${room}/comments`, { text })
    if (status !== 201) throw new Error(`a comment was answered ${status}`)
    const id = String(body['event'])
    const got = early.get(id) ?? 0
    sent.set(id, { at, got, tookMs: performance.now() - at })
  }
  const [startedAt, before] = [performance.now(), mainUs(server.pid)]
  const answers: Promise<void>[] = []
  for (let said = 0; said < (measureMs / 1_000) * perSecond; said++) {
    await pause(Math.max(0, startedAt + (said * 1_000) / perSecond - performance.now()))
    answers.push(say(`comment ${said}`))
  }
  const used = (mainUs(server.pid) - before) / ((performance.now() - startedAt) * 1_000)
  await Promise.all(answers)
  await until(() => [...sent.values()].every(({ got }) => got >= viewers), {
    withinMs: 20_000,
  }).catch(
    () => undefined, // what is missing is counted
  )
  return { sent, cores: used }
}
