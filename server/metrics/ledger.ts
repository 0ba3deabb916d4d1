import { Counter, Gauge, type Registry } from 'prom-client'
import type { Meter } from './registry.ts'

/** The metrics of coins. */
export interface LedgerCounters {
  /** Counts a request for a transfer. */
  readonly transfers: (kind: string, result: 'made' | 'repeated' | 'refused' | 'failed') => void
}

/** Creates the metrics of coins. */
export function ledgerCounters(registry: Registry): LedgerCounters {
  const transfers = new Counter({
    name: 'danmu_ledger_transfers_total',
    help: 'Requests for transfers of coins; `repeated` ones were made before under the same key.',
    labelNames: ['kind', 'result'],
    registers: [registry],
  })
  return { transfers: (kind, result) => transfers.inc({ kind, result }) }
}

/** Returns the meter of the sum of all balances, which keeps its value while it cannot be read. */
export function ledgerMeter({
  imbalance,
}: {
  readonly imbalance: () => Promise<number | undefined>
}): Meter {
  return (registry) => {
    const collect = async (): Promise<void> => {
      const coins = await imbalance()
      if (coins !== undefined) made.set(coins)
    }
    const made: Gauge = new Gauge({
      name: 'danmu_ledger_imbalance_coins',
      help: 'The sum of all balances of the ledger: 0, else it is damaged.',
      registers: [registry],
      collect,
    })
  }
}
