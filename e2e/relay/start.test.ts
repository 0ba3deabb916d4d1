import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root, settled, temporaryFolder } from '../kit/server.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

/** Starts a command with a data folder of its own and without a database. */
function run(command: string, env: Readonly<Record<string, string>> = {}) {
  const [program = '', ...args] = command.split(' ')
  return spawn(program, args, {
    cwd: root,
    env: { ...process.env, PORT: '0', STORE: 'off', DATA_DIR: folder.path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

// The build is there already, and other tests use it.
const npmStart = 'npm start --ignore-scripts'

test.each(['SIGTERM', 'SIGINT'] as const)(
  'D2 %s to npm start ends the server, which exits with 0',
  async (signal) => {
    const server = await settled(run(npmStart))
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    expect(await server.end(signal)).toBe(0)
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow('fetch failed')
  },
)

test('D2 npm start exits with the code of a server that cannot start', async () => {
  const child = run(npmStart, { PORT: 'none' })
  await once(child, 'close')
  expect(child.exitCode).toBe(78)
})

test.each(['README.md', 'README.zh-CN.md'])(
  'D2 the line for production in %s starts a server in one process',
  async (page) => {
    const text = readFileSync(join(root, page), 'utf8')
    const [, command = ''] = /`(node dist\S+ serve)`/.exec(text) ?? []
    const server = await settled(run(command))
    expect((await fetch(`${server.url}/livez`)).status).toBe(200)
    expect(await server.end()).toBe(0)
  },
)
