import { join, logIn } from '../kit/person.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'
import { atMost } from './fanout/bound.ts'
import type { Bench } from './result.ts'

const token = 'owner-of-this-bench-0123456789abcdefghij'
const tries = 600
const mostT = 4.5
const mostLagMs = 50

/**
 * The time of a refused login by an unknown name and by a wrong password, by Welch's t, and the lag of
 * the event loop during a hundred logins at once.
 */
export const bench: Bench = async function* () {
  // With STORE=off each login writes a file: that is for small servers.
  const env = { STORE: 'on', OWNER_TOKEN: token, LOGINS_PER_QUARTER: '1000000' }
  const server = await startServerProcess(env)
  try {
    await until(async () => (await fetch(`${server.url}/readyz`)).ok)
    const owned = { url: server.url, token }
    await join(owned, 'known', 'viewer')
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let i = 0; i < tries; i++) {
      // In turns, so that other work on the machine meets both.
      const both = [() => refused(server, 'known', known), () => refused(server, 'nobody', unknown)]
      for (const one of i % 2 === 0 ? both : both.toReversed()) await one()
    }
    const value = Math.abs(welchT(known.slice(10), unknown.slice(10)))
    yield atMost(mostT, { name: 'login-timing', value, unit: 't' })

    await lagMs(server) // restarts the measurement
    await Promise.all(Array.from({ length: 100 }, () => logIn(server, 'known')))
    yield atMost(mostLagMs, { name: 'login-crowd', value: await lagMs(server), unit: 'ms, p99' })
  } finally {
    await server.end()
  }
}

async function refused({ url }: ServerProcess, name: string, times: number[]): Promise<void> {
  const body = JSON.stringify({ name, password: 'wrong password' })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
  const startedAt = performance.now()
  const response = await fetch(`${url}/api/login`, init)
  await response.text()
  times.push(performance.now() - startedAt)
  if (response.status !== 401) throw new Error(`a wrong login is answered with ${response.status}`)
}

/** Returns the 99th percentile of the lag of the event loop since the last call, ms. */
async function lagMs({ url }: ServerProcess): Promise<number> {
  const response = await fetch(`${url}/metrics`)
  const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(await response.text())?.[1]
  return Number(seconds) * 1000
}

function welchT(a: readonly number[], b: readonly number[]): number {
  const spread = variance(a) / a.length + variance(b) / b.length
  return (mean(a) - mean(b)) / Math.sqrt(spread)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: readonly number[]): number {
  const middle = mean(values)
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
}
