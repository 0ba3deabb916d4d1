import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { nodeArguments } from '../../../server/lib/spawn-worker.ts'
import { createScriptSigner, type ScriptSigner } from './index.ts'

const query = { room_id: '1' }
const counting = `var calls = 0; function get_sign() { return 'abcdefghijklmno' + ++calls }`

let signer: ScriptSigner
let lives: ChildProcess[] = []
let now = 0
afterEach(async () => {
  await signer.close()
  lives = []
  now = 0
})

function run(source: string): ScriptSigner {
  signer = createScriptSigner({
    source,
    now: () => now,
    spawn: (beside, name) => {
      const child = spawn(process.execPath, nodeArguments(beside, name), {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      lives.push(child)
      return child
    },
  })
  return signer
}

// Processes start slowly from the sources, and more so beside everything else.
const limits = { timeout: 60_000 }

test(
  'S0-6: a script in a process signs, and again after its process was killed',
  limits,
  async () => {
    const { sign } = run(counting)
    const first = [await sign(query), await sign(query)]
    expect(first.map(({ signature }) => signature.at(-1))).toEqual(['1', '2'])
    const gone = once(lives[0]!, 'exit')
    lives[0]?.kill('SIGKILL')
    await gone
    expect(await sign(query)).toEqual({ signature: 'abcdefghijklmno1' })
    expect(lives).toHaveLength(2)
  },
)

test('a script that fails is not run for a while, and then tried again', limits, async () => {
  const { sign } = run('throw new Error("not today")')
  const message = 'signer_unavailable: the signing script fails: not today'
  await expect(sign(query)).rejects.toThrow(message)
  await expect(sign(query)).rejects.toThrow(message)
  expect(lives).toHaveLength(1)
  now = 30_000
  await expect(sign(query)).rejects.toThrow(message)
  expect(lives).toHaveLength(2)
})

test('a caller that waits for a process receives an error if it is killed', limits, async () => {
  const { sign } = run(`function get_sign() { for (;;) {} }`)
  const signing = sign(query)
  lives[0]?.kill('SIGKILL')
  await expect(signing).rejects.toThrow('signer_unavailable: the signing script lost its process')
})
