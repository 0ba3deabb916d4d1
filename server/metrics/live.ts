import { Counter, Gauge, type Registry } from 'prom-client'
import type { Meter } from './registry.ts'

/** The metrics of live rooms. */
export interface LiveCounters {
  /** Counts an attempt to comment. */
  readonly comments: (result: 'accepted' | 'refused' | 'failed') => void
}

/** Creates the metrics of live rooms. */
export function liveCounters(registry: Registry): LiveCounters {
  const comments = new Counter({
    name: 'danmu_live_comments_total',
    help: 'Comments in live rooms; `failed` are those that the database did not take.',
    labelNames: ['result'],
    registers: [registry],
  })
  return { comments: (result) => comments.inc({ result }) }
}

/** Returns the meter of the outbox. */
export function liveMeter({ waiting }: { readonly waiting: () => number }): Meter {
  return (registry) => {
    const collect = (): void => made.set(waiting())
    const made: Gauge = new Gauge({
      name: 'danmu_outbox_waiting_rows',
      help: 'Events of live rooms that are stored and not yet known to be shown.',
      registers: [registry],
      collect,
    })
  }
}
