/** A process that makes random transfers in a ledger until it is killed. */
import { TooFewCoins } from '../../server/ledger/ledger-error.ts'
import { pick, seededRandom } from '../../server/lib/random.ts'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { Conflict } from '../../server/store/query/conflict.ts'
import { newKey, openLedger } from './ledger-parts.ts'

const people = Array.from({ length: 20 }, (_, index) => `p${index}`)
const rooms = ['stage', 'attic']
const atOnce = 4

/** The task of the process, its only argument. */
export interface LedgerTask {
  readonly databaseUrl: string
  readonly seed: number
}

async function run({ databaseUrl, seed }: LedgerTask): Promise<void> {
  const random = seededRandom(seed)
  const db = openPostgres(databaseUrl, { warn: () => undefined })
  const { gifts, giving, ledger, topUp } = await openLedger(db, rooms)
  const made: number[] = []
  const turn = async (): Promise<void> => {
    const account = pick(random, people)
    const to = giving(account, pick(random, rooms))
    const kind = random()
    if (kind < 0.2) made.push(await topUp(account, 1 + Math.floor(random() * 50)))
    else if (kind < 0.7) {
      const wanted = { gift: pick(random, ['g1', 'g5', 'g10']), quantity: 1 }
      made.push((await gifts.give(to, wanted)).transfer)
    } else if (kind < 0.9) made.push((await gifts.write(to, { text: 'hello', coins: 3 })).transfer)
    else if (made.length > 0) {
      const refund = { transfer: pick(random, made), reason: 'a test' }
      await ledger.refund(refund, { by: 'admin', key: newKey() })
    }
  }
  const loop = async (): Promise<void> => {
    for (;;) {
      try {
        await turn()
      } catch (error) {
        if (!(error instanceof TooFewCoins || error instanceof Conflict)) throw error
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, loop))
}

run(JSON.parse(process.argv[2] ?? '{}') as LedgerTask).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
