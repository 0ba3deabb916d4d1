import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, startCli } from '../kit/cli.ts'
import { root, startServerProcess, temporaryFolder } from '../kit/server.ts'
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

test('decode turns running gift totals into added counts', async () => {
  const steps = [1, 2, 3, 4, 5, 6, 7].map(
    (step) => `${fixture}/douyin/fixture/frame/synthetic-gift-combo-0${step}.bin`,
  )
  const { out } = await cli(['decode', 'douyin', ...steps])
  const gifts = lines(out).filter(({ type }) => type === 'gift')
  expect(gifts.reduce((sum, { count }) => sum + Number(count), 0)).toBe(6)
})

test('config check prints the date of each profile, and names the wrong fields of one', async () => {
  const folder = temporaryFolder()
  try {
    const env = { PROFILE_DIR: folder.path }
    writeFileSync(join(folder.path, 'douyin.json'), '{"date":"2026-12-24"}')
    expect(await cli(['config', 'check'], env)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^douyin: profile of 2026-12-24$/m),
    })
    writeFileSync(join(folder.path, 'douyin.json'), '{"date":"2026-12-24","versionCode":1}')
    expect(await cli(['config', 'check'], env)).toMatchObject({
      code: 78,
      err: expect.stringContaining('douyin.json: versionCode: '),
    })
  } finally {
    folder.remove()
  }
})

test('faults go to standard error; with nothing decoded the exit code is 1', async () => {
  const broken = `${fixture}/douyin/fixture/frame/synthetic-corrupt-gzip.bin`
  const sound = `${fixture}/douyin/fixture/frame/synthetic-uncompressed.bin`
  expect(await cli(['decode', 'douyin', broken])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('corrupt'),
  })
  const both = await cli(['decode', 'douyin', broken, sound])
  expect(both.code).toBe(0)
  expect(lines(both.out).length).toBeGreaterThan(0)
  expect(both.err).toContain('corrupt')
})

test.each([
  [['decode'], 2, "missing required argument 'platform'"],
  [['decode', 'huya', 'x'], 2, 'huya'],
  [['decode', 'demo', 'x'], 2, 'demo'],
  [['decode', 'douyin'], 2, "missing required argument 'file'"],
  [['decode', 'douyin', '/no/such/file'], 1, '/no/such/file: there is no such file\n'],
  [['tail', 'http://localhost:1'], 2, 'no feed'],
  [['frobnicate'], 2, "unknown command 'frobnicate'"],
  [['__proto__'], 2, 'unknown command'],
  [['serve', 'now'], 2, 'too many arguments'],
  [['config', 'chek'], 2, 'chek'],
  [['tail'], 2, "missing required argument 'feed'"],
  [['tail', 'ftp://x/'], 2, 'neither ws'],
  [['tail', 'http://'], 2, 'not an address'],
])('%j exits with %i and says why', async (args, code, words) => {
  const outcome = await cli(args)
  expect(outcome).toMatchObject({ code, err: expect.stringContaining(words) })
  expect(outcome.err).not.toMatch(/\bat .+:\d+:\d+/)
})

test('config check names the wrong setting and exits with 78 (S2-6)', async () => {
  const wrong = await cli(['config', 'check'], { PORT: 'eighty' })
  expect(wrong).toMatchObject({ code: 78, err: expect.stringMatching(/^PORT: /) })
  expect(await cli(['serve'], { PORT: '99999' })).toMatchObject({ code: 78 })
  expect(await cli(['config', 'check'])).toMatchObject({ code: 0 })
})

test('settings can be in a file, and a secret in a separate file, and is never printed', async () => {
  const folder = temporaryFolder()
  const secret = 'a-secret-of-more-than-thirty-two-characters'
  writeFileSync(join(folder.path, 'config.json'), '{"PORT":1234}')
  writeFileSync(join(folder.path, 'token'), `${secret}\n`)
  const env = {
    CONFIG_FILE: join(folder.path, 'config.json'),
    OWNER_TOKEN_FILE: join(folder.path, 'token'),
  }
  const { out, code } = await cli(['config'], env)
  const broken = await cli(['config'], { CONFIG_FILE: join(folder.path, 'token') })
  folder.remove()
  expect(code).toBe(0)
  expect(out).toMatch(/^PORT=1234$/m)
  expect(out).toMatch(/^# OWNER_TOKEN=\(hidden\)$/m)
  expect(out).not.toContain(secret)
  expect(broken).toMatchObject({ code: 78, err: expect.stringContaining('CONFIG_FILE') })
})

test('a port in use is reported in words', async () => {
  const folder = temporaryFolder()
  const server = await startServerProcess()
  const { port } = new URL(server.url)
  const env = { PORT: port, DATA_DIR: folder.path, LOG_LEVEL: 'silent' }
  const outcome = await cli(['serve'], env)
  await server.end()
  folder.remove()
  expect(outcome).toMatchObject({ code: 78, err: expect.stringMatching(`${port}.* Set PORT`) })
})

test('a data folder in use by another server is reported in words', async () => {
  const folder = temporaryFolder()
  const server = await startServerProcess({ DATA_DIR: folder.path })
  const outcome = await cli(['serve'], { PORT: '0', DATA_DIR: folder.path, LOG_LEVEL: 'silent' })
  await server.end()
  folder.remove()
  expect(outcome).toMatchObject({ code: 78, err: expect.stringContaining('is held by process') })
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

test('help about one command has no other effect', async () => {
  const help = await cli(['tail', '--help'])
  expect(help).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('Usage: danmu-relay tail'),
  })
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

test('tail of a missing room prints the answer of the server', async () => {
  const server = await startServerProcess()
  const outcome = await cli(['tail', `${server.url}/rooms/nobody-made-this/stream`])
  await server.end()
  expect(outcome).toMatchObject({ code: 1, err: expect.stringContaining('configured') })
})
