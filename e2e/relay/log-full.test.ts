import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root, settled, temporaryFolder } from '../kit/server.ts'
import { mountSmallDisk } from '../kit/small-disk.ts'
import { until } from '../kit/wait.ts'

/** Starts a relay whose log goes to `stdout`. */
function startRelay(stdout: number | 'pipe', port: number): ChildProcess {
  const data = temporaryFolder()
  const env = { PORT: String(port), STORE: 'off', DATA_DIR: data.path, LOG_LEVEL: 'debug' }
  const stdio: StdioOptions = ['ignore', stdout, 'pipe']
  const command = ['dist/server/cli/main.js', 'serve']
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio,
  })
  child.once('exit', data.remove)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}

function open(path: string): number {
  const fd = openSync(path, 'w')
  onTestFinished(() => closeSync(fd))
  return fd
}

async function end(relay: ChildProcess): Promise<number | null> {
  const ended = once(relay, 'exit')
  relay.kill('SIGTERM')
  await ended
  return relay.exitCode
}

/** Makes requests, each of which is a log line of 8 kB. @returns their status codes. */
async function request(url: string, count: number): Promise<ReadonlySet<number>> {
  const path = `${url}/${'x'.repeat(8_000)}`
  const statuses = new Set<number>()
  for (let i = 0; i < count; i += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(path)))
    for (const { status } of answers) statuses.add(status)
  }
  return statuses
}

async function dropped(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^danmu_log_dropped_total (\d+)$/m.exec(text)?.[1])
}

test('D1: a full disk affects the log only: the relay serves on, counts the dropped lines, and logs again', async () => {
  const disk = await mountSmallDisk(4)
  onTestFinished(disk.remove)
  const file = join(disk.path, 'log')
  const port = await freePort()
  const relay = startRelay(open(file), port)
  const url = `http://127.0.0.1:${port}`
  await until(() => expect(readFileSync(file, 'utf8')).toContain('is at http'))

  disk.fill()
  expect(await request(url, 300)).toEqual(new Set([404]))
  expect((await fetch(`${url}/livez`)).status).toBe(200)
  const lost = await dropped(url)
  expect(lost).toBeGreaterThan(20)

  disk.free()
  const logged = (): string => readFileSync(file, 'utf8')
  await until(() => expect(logged()).toContain('the log could not be written'))
  const lostInAll = await dropped(url)
  expect(logged()).toContain(`"dropped":${lostInAll},"msg":"the log could not be written`)
  expect(await end(relay)).toBe(0)
  const lines = logged()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('msg')
  expect(logged()).toContain('"msg":"stopping"')
})

test('D1: a relay starts and serves with an output that never takes a byte', async () => {
  const port = await freePort()
  const relay = startRelay(open('/dev/full'), port)
  const url = `http://127.0.0.1:${port}`
  await until(async () => expect((await fetch(`${url}/livez`)).status).toBe(200))
  expect(await request(url, 300)).toEqual(new Set([404]))
  expect(await dropped(url)).toBeGreaterThan(20)
  expect(await end(relay)).toBe(0)
})

test('D1: a relay serves on when the readers of its output and its errors are gone', async () => {
  const relay = startRelay('pipe', 0)
  const { url } = await settled(relay)
  relay.stdout?.destroy()
  relay.stderr?.destroy()
  expect(await request(url, 300)).toEqual(new Set([404]))
  expect(await dropped(url)).toBeGreaterThan(20)
  expect(await end(relay)).toBe(0)
})

test('D1: a relay serves on when its output is not read', async () => {
  const relay = startRelay('pipe', 0)
  const { url } = await settled(relay)
  relay.stdout?.pause()
  expect(await request(url, 600)).toEqual(new Set([404]))
  expect(await dropped(url)).toBeGreaterThan(20)
  relay.stdout?.resume()
  expect(await end(relay)).toBe(0)
})
