import { expect, test } from 'vitest'
import { checkLedger } from '../../server/store/query/coin/check.ts'
import { forget, openPlace, outcomeIn, runTask } from '../live/outbox-run.ts'
import { giftKillPoints } from '../live/outbox-task.ts'

const mostMs = 500_000 // each of some twenty-six processes takes seconds on a busy machine

test(
  'S4-49 S4-50 T-KILL-2 a process that is killed at any of 12 points pays and shows each gift once',
  async () => {
    const { db, ...place } = await openPlace()
    const keys: string[] = []
    const more = (): readonly string[] => {
      keys.push(...[1, 2, 3].map((number) => `gift-${keys.length + number}`))
      return keys.slice(-6) // those of the run before are sent again
    }
    for (const point of giftKillPoints) {
      for (const nth of [1, 3]) {
        const signal = await runTask({ ...place, gifts: more(), kill: { point, nth } })
        expect([point, nth, signal]).toEqual([point, nth, 'SIGKILL'])
      }
    }
    expect(await runTask({ ...place, gifts: more() })).toBeNull()
    // Also by rooms that have forgotten what they have shown.
    await forget(db, place.dataDir)
    expect(await runTask({ ...place, gifts: keys })).toBeNull()
    const { stored, shown, waiting } = await outcomeIn(db, 'gift')
    expect(stored).toHaveLength(keys.length)
    expect(shown).toEqual(stored)
    expect(waiting).toBe(0)
    expect(await checkLedger(db)).toMatchObject({ imbalance: 0, faults: [] })
    const [wallet] = await db.query(`select balance from ledger_accounts where kind = 'wallet'`)
    expect(wallet).toEqual({ balance: 0 })
  },
  mostMs,
)
