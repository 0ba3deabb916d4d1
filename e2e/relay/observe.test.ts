import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { subscribe } from '../kit/subscriber.ts'
import { until } from '../kit/wait.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess({ LIVE_LAG_MS: '1000', METRICS_ROOMS: 'on' })
})
afterAll(() => server.end())

const metrics = async (): Promise<string> => (await fetch(`${server.url}/metrics`)).text()

test('the metrics have their documented names', async () => {
  const reader = subscribe(server.url, '/rooms/demo:busy/stream')
  await reader.take(5)
  await fetch(`${server.url}/api/tokens`)
  const text = await metrics()
  reader.close()
  const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name))
  for (const name of [
    'danmu_relay_events_total',
    'danmu_relay_duplicates_total',
    'danmu_relay_reconnects_total',
    'danmu_relay_gap_seconds_total',
    'danmu_relay_lag_seconds',
    'danmu_relay_decode_errors_total',
    'danmu_feed_clients',
    'danmu_feed_dropped_total',
    'danmu_feed_delivery_seconds',
    'danmu_db_write_seconds',
    'danmu_auth_failures_total',
    'danmu_event_loop_lag_seconds',
    'danmu_log_dropped_total',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect({ name, there: names.has(name) }).toEqual({ name, there: true })
  }
  expect(text).toMatch(/^danmu_relay_events_total\{platform="demo",kind="chat"\} \d+$/m)
  expect(text).toMatch(/^danmu_auth_failures_total\{kind="nothing-shown"\} 1$/m)
  expect(text).toMatch(/^danmu_feed_delivery_seconds_count [1-9]/m)
  expect(text).toMatch(/^danmu_room_readers\{room="demo:busy"\} 1$/m)
  expect(text).toMatch(/^danmu_room_head\{room="demo:busy"\} [1-9]\d*$/m)
})

test('readers are counted over every transport, and so are refusals', async () => {
  const about = `${server.url}/rooms/demo:busy/stream`
  const socket = subscribe(server.url, '/rooms/demo:busy/stream')
  const sse = new AbortController()
  const headers = { accept: 'text/event-stream' }
  const answer = await fetch(about, { headers, signal: sse.signal })
  await socket.take(1)
  const text = await metrics()
  expect(text).toMatch(/^danmu_feed_clients\{transport="ws"\} 1$/m)
  expect(text).toMatch(/^danmu_feed_clients\{transport="sse"\} 1$/m)
  expect((await subscribe(server.url, '/rooms/demo:busy/stream?token=x').closed).code).toBe(4401)
  expect((await subscribe(server.url, '/rooms/demo:busy/stream?ticket=x').closed).code).toBe(4401)
  expect((await subscribe(server.url, '/rooms/demo:busy/stream?last=x').closed).code).toBe(4400)
  await expect.poll(metrics).toMatch(/^danmu_auth_failures_total\{kind="wrong-token"\} 2$/m)
  expect(await metrics()).toMatch(/^danmu_http_problems_total\{code="bad-request"\} 1$/m)
  socket.close()
  sse.abort()
  await expect(answer.text()).rejects.toThrow('abort')
  await expect.poll(metrics).toMatch(/^danmu_feed_clients\{transport="sse"\} 0$/m)
  await expect.poll(metrics).toMatch(/^danmu_feed_clients\{transport="ws"\} 0$/m)
})

test('a process that is blocked answers nothing, and reports it afterwards', async () => {
  const livez = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${server.url}/livez`, signal ? { signal } : {})
  expect((await livez()).status).toBe(200)
  process.kill(server.pid, 'SIGSTOP')
  try {
    await expect(livez(AbortSignal.timeout(1_800))).rejects.toThrow('timeout')
  } finally {
    process.kill(server.pid, 'SIGCONT')
  }
  const after = await until(async () => {
    const answer = await livez()
    return answer.status === 503 && answer // once its timers have run again
  })
  const { status, lagMs } = (await after.json()) as { status: string; lagMs: number }
  expect(status).toBe('stalled')
  expect(lagMs).toBeGreaterThanOrEqual(1_000)
  expect(await metrics()).toMatch(/^danmu_event_loop_lag_seconds [1-9]/m)
})

test('no room is a label unless a setting asks for it', async () => {
  const other = await startServerProcess()
  const reader = subscribe(other.url, '/rooms/demo:busy/stream')
  await reader.take(5)
  const text = await (await fetch(`${other.url}/metrics`)).text()
  reader.close()
  await other.end()
  expect(text).not.toContain('demo:busy')
  expect(text).not.toContain('room=')
})

test('S0-34 with migration switched off an old schema stays unchanged, and the server reports it', async () => {
  const other = await startServerProcess({ STORE: 'on', MIGRATE: 'off' })
  const ready = async (): Promise<string> => (await fetch(`${other.url}/readyz`)).text()
  await expect.poll(ready).toContain('the database lacks 0001_room.sql')
  expect(await ready()).toContain('MIGRATE=on')
  await other.end()
})
