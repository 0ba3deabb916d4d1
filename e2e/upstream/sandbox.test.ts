import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type * as Script from '../../signer/douyin/script/index.ts'
import type * as BareProcess from '../../server/app/bare-process.ts'
import { nodeArguments } from '../../server/lib/spawn-worker.ts'
import type { Said, Summary } from './sandbox-child.ts'
import { root } from '../kit/server.ts'

const honest = `var get_sign = function (stub) { return 'f' + stub.slice(0, 15) }`
const endless = 'for (;;) {}'
const huge = 'var all = []; for (;;) all.push(new Uint8Array(64 * 1024 * 1024).fill(1))'
const hostile = [
  endless,
  `function get_sign() { ${endless} }`,
  huge,
  `function get_sign() { ${huge} }`,
  `var text = 'x'; for (;;) text += text`,
  'new ArrayBuffer(2 ** 31)',
  'process.exit(1)',
  `require('fs').readFileSync('/etc/passwd')`,
  `fetch('http://127.0.0.1/')`,
  `[].constructor.constructor('return process')().exit(1)`,
]

test('T-SBX: a hostile script fails within 1.5 s, in a process that grows by less than 20 MB', async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...nodeArguments(import.meta.url, 'sandbox-child'), JSON.stringify([honest, ...hostile])],
    { cwd: root, timeout: 55_000 },
  )
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  const { grownMb } = lines.pop() as Summary
  const [first, ...said] = lines as readonly Said[]
  expect(first?.message).toMatch(/^signed f/)
  expect(said.map(({ message }) => message.slice(0, 18))).toEqual(
    hostile.map(() => 'signer_unavailable'),
  )
  // A busy machine may take longer to start the process, and then does so for the honest script.
  const bound = Math.max(1_500, 4 * (first?.took ?? 0))
  expect(Math.max(...said.map(({ took }) => took))).toBeLessThan(bound)
  expect(grownMb).toBeLessThan(20)
})

test.each([
  ['reads a file', `require('node:fs').readFileSync('/etc/passwd')`],
  ['reads the data folder', `require('node:fs').readdirSync('data')`],
  ['writes a file', `require('node:fs').writeFileSync('/tmp/danmu-escape', '')`],
  ['starts a program', `require('node:child_process').execFileSync('/bin/true')`],
  ['starts a thread', `new (require('node:worker_threads').Worker)('', { eval: true })`],
])('L12 code that left the sandbox and %s is refused by Node', async (_what, code) => {
  const file = join(root, 'dist/server/app/bare-process.js')
  const { permissions } = (await import(file)) as typeof BareProcess
  const run = promisify(execFile)(process.execPath, [...permissions(), '-e', code], { cwd: root })
  await expect(run).rejects.toThrow('ERR_ACCESS_DENIED')
})

test('an honest script signs in the process without permissions', async () => {
  const built = (file: string): Promise<unknown> => import(join(root, 'dist', file))
  const { createScriptSigner } = (await built('signer/douyin/script/index.js')) as typeof Script
  const { spawnBare } = (await built('server/app/bare-process.js')) as typeof BareProcess
  const script = createScriptSigner({
    source: honest,
    spawn: spawnBare,
    now: () => performance.now(),
  })
  onTestFinished(script.close)
  expect((await script.sign({ room_id: '1' })).signature).toMatch(/^f[0-9a-f]{15}$/)
})
