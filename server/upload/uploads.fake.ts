import type { Row, Statements } from '../store/engine/db.ts'

/** The table of uploads in memory. */
export interface FakeUploadTable extends Statements {
  readonly rows: Map<string, Row>
  /** The error of every statement that writes; undefined if it succeeds. */
  refuse: Error | undefined
}

/** Returns an empty table, which answers the queries of `store/query/upload.ts`. */
export function createFakeUploadTable(): FakeUploadTable {
  const rows = new Map<string, Row>()
  const of = (account: unknown): readonly Row[] =>
    [...rows.values()].filter((row) => row['account'] === account)
  const table: FakeUploadTable = {
    rows,
    refuse: undefined,
    script: async () => undefined,
    query: async (sql, [name = '', account = null, kind = null, bytes = null, at = null] = []) => {
      const key = String(name)
      if (sql.startsWith('select count')) {
        const found = of(name)
        const sum = found.reduce((all, row) => all + Number(row['bytes']), 0)
        return [{ files: found.length, bytes: sum }]
      }
      if (sql.startsWith('select')) return [rows.get(key)].filter((row) => row !== undefined)
      if (table.refuse) throw table.refuse
      if (sql.startsWith('delete')) rows.delete(key)
      else rows.set(key, { name, account, kind, bytes, created_at: at })
      return []
    },
  }
  return table
}
