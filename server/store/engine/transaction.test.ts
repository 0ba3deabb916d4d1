import { expect, test } from 'vitest'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { StatementFailed, type Statements } from './db.ts'
import { repeatOnConflict, transaction } from './transaction.ts'

/** Returns a connection that records its statements, and refuses those that `refuse` names. */
function createConnection(
  refuse: readonly string[] = [],
): Statements & { readonly statements: string[] } {
  const statements: string[] = []
  const ask = async (sql: string): Promise<void> => {
    statements.push(sql)
    if (refuse.includes(sql)) throw new Error(`${sql} refused`)
  }
  return {
    statements,
    query: async (sql) => {
      await ask(sql)
      return [{ sql }]
    },
    script: ask,
  }
}

test('work that succeeds is committed', async () => {
  const connection = createConnection()
  const rows = await transaction(connection, async (tx) => {
    await tx.script('a')
    return tx.query('b')
  })
  expect(rows).toEqual([{ sql: 'b' }])
  expect(connection.statements).toEqual(['begin', 'a', 'b', 'commit'])
})

test('work that fails is rolled back, with its own error', async () => {
  const connection = createConnection()
  const work = transaction(connection, () => Promise.reject(new Error('mine')))
  await expect(work).rejects.toThrow('mine')
  expect(connection.statements).toEqual(['begin', 'rollback'])
})

test('work that continues after a refused statement is rolled back too', async () => {
  const connection = createConnection(['a'])
  const work = transaction(connection, async (tx) => {
    await tx.query('a').catch(() => 'never mind')
    return 'done'
  })
  await expect(work).rejects.toThrow('a refused')
  expect(connection.statements).toEqual(['begin', 'a', 'rollback'])
})

test('a connection that is lost before the rollback does not hide the first error', async () => {
  const connection = createConnection(['a', 'rollback'])
  await expect(transaction(connection, (tx) => tx.query('a'))).rejects.toThrow('a refused')
})

/** Repeats work that fails `failures` times, with the delays of the draws. */
function repeat(failures: number, code: string, random: () => number) {
  const clock = createFakeClock()
  const delays: number[] = []
  const waits = {
    ...clock,
    after: (delayMs: number, call: () => void) => {
      delays.push(delayMs)
      call()
      return { cancel: () => undefined }
    },
  }
  let runs = 0
  const attempt = async (): Promise<number> => {
    runs += 1
    if (runs <= failures) throw new StatementFailed('could not serialize access', code)
    return runs
  }
  return { done: repeatOnConflict(attempt, { clock: waits, random }), delays, runs: () => runs }
}

test.each(['40001', '40P01'])(
  'a transaction that fails with %s runs up to five times, after longer delays each time',
  async (code) => {
    const { done, delays } = repeat(4, code, () => 1)
    expect(await done).toBe(5)
    expect(delays).toEqual([25, 50, 100, 200])
    const sooner = repeat(4, code, () => 0)
    await sooner.done
    expect(sooner.delays).toEqual([5, 5, 5, 5])
    const { done: failing, runs } = repeat(5, code, () => 0)
    await expect(failing).rejects.toMatchObject({ code })
    expect(runs()).toBe(5)
  },
)

test('a transaction that fails for another reason is not repeated', async () => {
  const { done, runs } = repeat(1, '23505', () => 0)
  await expect(done).rejects.toMatchObject({ code: '23505' })
  expect(runs()).toBe(1)
})
