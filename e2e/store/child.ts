/** A process that opens the embedded database of a folder and writes until it is killed. */
import { openPglite } from '../../server/store/engine/pglite.ts'

/** One line of its standard output. */
export type Said =
  | { readonly kind: 'opened' }
  /** This many rows are committed. */
  | { readonly kind: 'committed'; readonly rows: number }
  | { readonly kind: 'refused'; readonly name: string; readonly message: string }

const say = (said: Said): void => void process.stdout.write(`${JSON.stringify(said)}\n`)

async function run(dir: string): Promise<void> {
  const db = await openPglite(dir, { warn: () => undefined })
  say({ kind: 'opened' })
  await db.script('create table if not exists counted (n bigint primary key)')
  for (let rows = 1; ; rows++) {
    await db.query('insert into counted select coalesce(max(n), 0) + 1 from counted')
    say({ kind: 'committed', rows })
  }
}

run(process.argv[2] ?? '').catch((error: Error) => {
  say({ kind: 'refused', name: error.name, message: error.message })
})
