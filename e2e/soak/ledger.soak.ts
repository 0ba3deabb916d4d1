import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { nodeArguments } from '../../server/lib/spawn-worker.ts'
import { seededRandom } from '../../server/lib/random.ts'
import { checkLedger } from '../../server/store/query/coin/check.ts'
import { sumOfBalances } from '../../server/store/query/coin/ledger.ts'
import { root } from '../kit/server.ts'
import type { LedgerTask } from '../live/ledger-child.ts'
import { openLedger } from '../live/ledger-parts.ts'
import { openPlace } from '../live/outbox-run.ts'

const processes = 8
const seconds = 600
const killEveryS = 3
const checkEveryS = 30 // the whole ledger, which grows

test('T-LEDGER-3 eight processes that are killed at random leave the ledger whole each second', async () => {
  const { db, databaseUrl } = await openPlace()
  await openLedger(db, ['stage', 'attic'])
  const random = seededRandom(11)
  let seed = 0
  const failures: string[] = []
  const start = (): ChildProcess => {
    seed += 1
    const program = nodeArguments(import.meta.url, '../live/ledger-child')
    const task: LedgerTask = { databaseUrl, seed }
    const child = spawn(process.execPath, [...program, JSON.stringify(task)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.on('data', (chunk: Buffer) => failures.push(chunk.toString()))
    return child
  }
  const children = Array.from({ length: processes }, start)
  onTestFinished(() => children.forEach((child) => void child.kill('SIGKILL')))
  for (let second = 1; second <= seconds; second++) {
    await pause(1_000)
    expect(await sumOfBalances(db)).toBe(0)
    if (second % killEveryS === 0) {
      const index = Math.floor(random() * processes)
      children[index]?.kill('SIGKILL')
      children[index] = start()
    }
    if (second % checkEveryS > 0) continue
    const { imbalance, faults, transfers } = await checkLedger(db)
    expect([second, imbalance, faults, failures]).toEqual([second, 0, [], []])
    process.stdout.write(`${second} s: ${transfers} transfers, ${seed} processes, whole\n`)
  }
})
