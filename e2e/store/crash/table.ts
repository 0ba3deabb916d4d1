import type { Db } from '../../../server/store/engine/db.ts'
import { eventsAfter } from '../../../server/store/query/event.ts'
import type { Witness } from './witness.ts'

/** The result of an audit of the event table. */
export interface Audit {
  /** The newest position of the room. */
  readonly head: number
  readonly faults: readonly string[]
}

const pageRows = 5000
const maxFaults = 20

/** Compares the stored events of a room with those that a witness received. */
export async function auditTable(db: Db, room: string, witness: Witness): Promise<Audit> {
  const [row] = await db.query(
    `select count(*) as rows, count(distinct seq) as seqs, count(distinct id) as ids,
       count(distinct epoch) as epochs, min(seq) as first, max(seq) as head
     from events where room = $1`,
    [room],
  )
  const head = Number(row?.['head'])
  const wanted = { rows: head, seqs: head, ids: head, epochs: 1, first: 1, head }
  const faults = Object.entries(wanted).flatMap(([name, value]) =>
    Number(row?.[name]) === value ? [] : [`${name} is ${String(row?.[name])}, not ${value}`],
  )
  return { head, faults: [...faults, ...(await differences(db, room, witness))] }
}

async function differences(db: Db, room: string, witness: Witness): Promise<readonly string[]> {
  const faults: string[] = []
  for (let seq = 0; ;) {
    const page = await eventsAfter(db, room, { epoch: witness.epoch, seq }, pageRows)
    for (const stored of page) {
      const shown = witness.line(stored.seq)
      // Events during the end of the server were stored and not published to a reader.
      if (shown === undefined || stored.line === shown || faults.length >= maxFaults) continue
      faults.push(`${stored.seq} is stored as ${stored.line} and was shown as ${shown}`)
    }
    const last = page.at(-1)
    if (!last) return faults
    seq = last.seq
  }
}
