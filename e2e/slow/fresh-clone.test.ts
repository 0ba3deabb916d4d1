import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepScreenshot, launch, pictureThat, waitForLines } from '../kit/browser.ts'
import { firstLoginOf, root, type ServerProcess, settled, temporaryFolder } from '../kit/server.ts'
import { quietMs } from '../kit/quiet.ts'

const minutes = 60_000

let server: ServerProcess
const folder = temporaryFolder()

/** The steps of a new user: clone, `npm ci`, `npm start`. */
beforeAll(async () => {
  const clone = join(folder.path, 'clone')
  run('git', ['clone', '--quiet', root, clone], folder.path)
  run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], clone)
  const env = { ...process.env, PORT: '0', NODE_ENV: '' }
  server = await settled(
    // A process group of its own: npm does not forward every signal to its child.
    spawn('npm', ['start'], { cwd: clone, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
  )
}, 5 * minutes)

afterAll(() => {
  if (server) process.kill(-server.pid, 'SIGTERM')
  folder.remove()
})

test('a fresh clone serves at least 20 events of the demo within 8 s by SSE', async () => {
  const response = await fetch(`${server.url}/rooms/demo:busy/stream`, {
    headers: { accept: 'text/event-stream' },
  })
  const askedAt = performance.now()
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk
    if (events(text) >= 20) break
  }
  expect(await quietMs(performance.now() - askedAt)).toBeLessThan(8_000)
  expect(events(text)).toBeGreaterThanOrEqual(20)
})

test('its overlay page shows moving danmu in Chromium', async () => {
  const browser = await launch()
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(`${server.url}/overlay?room=demo:busy`)
  await waitForLines(page, 5)
  const show = (visibility: string) =>
    page.locator('danmu-overlay').evaluate((one, value) => {
      ;(one as HTMLElement).style.visibility = value
    }, visibility)
  await show('hidden')
  const blank = await page.screenshot()
  await show('')
  const before = await pictureThat(page, (next) => !next.equals(blank))
  await pictureThat(page, (next) => !next.equals(before) && !next.equals(blank))
  await keepScreenshot(page, 'overlay-first-light')
  await browser.close()
  expect(errors).toEqual([])
})

test('the output names the location of the owner link once', () => {
  expect(server.output().match(/the link is in /g)).toHaveLength(1)
  expect(firstLoginOf(server)).toMatch(/\/login#token=[\w-]{43}$/)
})

test('a bench in a fresh clone makes what it needs, and prints its lines', () => {
  const fresh = join(folder.path, 'bench')
  run('git', ['clone', '--quiet', root, fresh], folder.path)
  run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], fresh)
  // A missed bar ends with 1 as well, and is no matter of this test: only the lines are.
  const { stdout } = spawnSync('npm', ['run', '--silent', 'bench', '--', 'decode'], {
    cwd: fresh,
    encoding: 'utf8',
  })
  const lines = stdout.trim().split('\n')
  expect(lines.length).toBeGreaterThanOrEqual(4)
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty('ratio')
}, 300_000)

function run(program: string, args: readonly string[], cwd: string): void {
  const { status, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`)
}

function events(text: string): number {
  return text.match(/^id: /gm)?.length ?? 0
}
