import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cli, startCli } from '../kit/cli.ts'
import { root, type ServerProcess, startServerProcess, temporaryFolder } from '../kit/server.ts'
import { quietMs } from '../kit/quiet.ts'

const fixture = 'server/platform'
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('decode prints the events of frames, one per line', async () => {
  const frames = ['danmu-x50-brotli.bin', 'danmu-x50-zlib.bin']
  const files = frames.map((name) => `${fixture}/bilibili/fixture/frame/${name}`)
  const { code, out, err } = await cli(['decode', 'bilibili', ...files])
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(lines(out)).toHaveLength(100)
  expect(lines(out)[0]).toMatchObject({ type: 'chat', text: expect.any(String) })
})

test('a command whose output pipe is closed by the reader ends with 0 and no message', async () => {
  const frame = `${fixture}/bilibili/fixture/frame/danmu-x50-zlib.bin`
  const frames = Array.from({ length: 20 }, () => frame).join(' ') // more than a pipe buffers
  const command = `node dist/server/cli/main.js decode bilibili ${frames} | head -n 1`
  const child = spawn('bash', ['-c', `${command}; exit \${PIPESTATUS[0]}`], { cwd: root })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  await once(child, 'close')
  expect(lines(said.out)).toHaveLength(1)
  expect([child.exitCode, said.err]).toEqual([0, ''])
})

test('a wrong command exits with 2 and says why', async () => {
  const outcome = await cli(['frobnicate'])
  expect(outcome).toMatchObject({ code: 2, out: '' })
  expect(outcome.err).toContain("unknown command 'frobnicate'")
  expect(outcome.err).not.toMatch(/\bat .+:\d+:\d+/)
})

test('config check names the wrong setting and exits with 78 (S2-6)', async () => {
  const wrong = await cli(['config', 'check'], { PORT: 'eighty' })
  expect(wrong).toMatchObject({ code: 78, err: expect.stringMatching(/^PORT: /) })
  expect(await cli(['serve'], { PORT: '99999' })).toMatchObject({ code: 78 })
  expect(await cli(['config', 'check'])).toMatchObject({ code: 0 })
})

describe('beside a server', () => {
  const data = temporaryFolder()
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServerProcess({ DATA_DIR: data.path })
  })
  afterAll(async () => {
    await server.end()
    data.remove()
  })

  test('a port in use is reported in words', async () => {
    const folder = temporaryFolder()
    const { port } = new URL(server.url)
    const env = { PORT: port, DATA_DIR: folder.path, LOG_LEVEL: 'silent' }
    const outcome = await cli(['serve'], env)
    folder.remove()
    expect(outcome).toMatchObject({ code: 78, err: expect.stringMatching(`${port}.* Set PORT`) })
  })

  test('a data folder in use by another server is reported in words', async () => {
    const outcome = await cli(['serve'], { PORT: '0', DATA_DIR: data.path, LOG_LEVEL: 'silent' })
    expect(outcome).toMatchObject({ code: 78, err: expect.stringContaining('is held by process') })
  })

  test('tail of a missing room prints the answer of the server', async () => {
    const outcome = await cli(['tail', `${server.url}/rooms/nobody-made-this/stream`])
    expect(outcome).toMatchObject({ code: 1, err: expect.stringContaining('configured') })
  })
})

test('tail prints a feed across a restart of the server, and ends in order (S3-20)', async () => {
  const server = await startServerProcess()
  const { port } = new URL(server.url)
  const tail = startCli(['tail', `${server.url}/rooms/demo:busy/stream`])
  await tail.saying(/"type":"chat"/)
  await server.end()
  const again = await startServerProcess({ PORT: port })
  await tail.saying(/"seq":1,[\s\S]*"seq":1,/)
  const startedAt = performance.now()
  tail.signal('SIGINT')
  const { code, out } = await tail.ended
  const tookMs = performance.now() - startedAt
  await again.end()
  expect(code).toBe(0)
  expect(await quietMs(tookMs)).toBeLessThan(2000)
  expect(lines(out).every(({ v }) => v === 1)).toBe(true)
})

test('A4 tail takes --server and DANMU_TOKEN, and names the source of a token', async () => {
  const token = 'owner-of-this-test-0123456789abcdefghij'
  // Where PUBLIC_URL is set no client counts as local: a room on demand needs a token.
  const server = await startServerProcess({
    OWNER_TOKEN: token,
    PUBLIC_URL: 'https://relay.example',
  })
  try {
    const args = ['tail', 'demo:busy', '--server', server.url]
    const refused = await cli(args, { DANMU_TOKEN: '' })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toMatch(/DANMU_TOKEN is not set: set it to the owner token .*rooms:open/)
    const wrong = await cli(args, { DANMU_TOKEN: 'dr_no-token-of-anybody' })
    expect(wrong.err).toContain('DANMU_TOKEN is not accepted')
    const tail = startCli(args, { DANMU_TOKEN: token })
    await tail.saying(/"type":"chat"/)
    tail.signal('SIGINT')
    expect((await tail.ended).code).toBe(0)
  } finally {
    await server.end()
  }
})
