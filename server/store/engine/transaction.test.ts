import { expect, test } from 'vitest'
import type { Statements } from './db.ts'
import { transaction } from './transaction.ts'

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
