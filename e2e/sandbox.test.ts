import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { nodeArguments } from '../server/lib/spawn-worker.ts'
import type { Said, Summary } from './sandbox-child.ts'
import { root } from './server.ts'

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
    [...nodeArguments(import.meta.url, 'sandbox-child'), JSON.stringify(hostile)],
    { cwd: root, timeout: 55_000 },
  )
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
  const { grownMb } = lines.pop() as Summary
  const said = lines as readonly Said[]
  expect(said.map(({ message }) => message.slice(0, 18))).toEqual(
    hostile.map(() => 'signer_unavailable'),
  )
  expect(Math.max(...said.map(({ took }) => took))).toBeLessThan(1_500)
  expect(grownMb).toBeLessThan(20)
})
