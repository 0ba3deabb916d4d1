import type { Db, Row } from './db.ts'
import type { EventRow } from '../writer/event-row.ts'

/**
 * Returns a database with the rows of a fake insert, which answers the queries of `epoch.ts` and
 * `event.ts`.
 *
 * @param refuse - returns the error of every query; undefined if queries succeed.
 */
export function createFakeDb(rows: readonly EventRow[], refuse: () => Error | undefined): Db {
  const answer = (sql: string, params: readonly unknown[]): readonly Row[] => {
    const [room, epoch, after] = params as readonly [string, string, number]
    if (sql.includes('from epochs')) return epochsOf(rows.filter((row) => row.room === room))
    const lines = rows
      .filter((row) => row.room === room && row.epoch === epoch && row.seq > after)
      .toSorted((a, b) => a.seq - b.seq)
      .map(({ seq, line, receivedAt }) => ({ seq, line, receivedAt }))
    if (!sql.includes('seq < $4')) return lines.slice(0, Number(params[3]))
    const [before, since, limit] = params.slice(3).map(Number) as [number, number, number]
    return lines
      .filter(({ seq, receivedAt }) => seq < before && receivedAt >= since)
      .toReversed()
      .slice(0, limit)
  }
  const query: Db['query'] = async (sql, params = []) => {
    const error = refuse()
    if (error) throw error
    return answer(sql, params)
  }
  return { query, script, tx: (work) => work({ query, script }), close: async () => undefined }
}

const script = async (): Promise<void> => undefined

function epochsOf(rows: readonly EventRow[]): readonly Row[] {
  const byEpoch = new Map<string, { epoch: string; number: number; last_seq: number }>()
  for (const { epoch, epochNumber: number, seq } of rows) {
    const before = byEpoch.get(epoch)?.last_seq ?? 0
    byEpoch.set(epoch, { epoch, number, last_seq: Math.max(before, seq) })
  }
  return [...byEpoch.values()].toSorted((a, b) => b.number - a.number)
}
