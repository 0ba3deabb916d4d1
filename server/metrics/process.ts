import { collectDefaultMetrics, Counter, Gauge } from 'prom-client'
import type { Meter } from './registry.ts'
import { sharedMetrics } from './shared.ts'

/** The values that are read whenever the metrics of the process are read. */
export interface ProcessGauges {
  /** Returns the recent lag of the event loop, in ms. */
  readonly loopLagMs: () => number
  /** Returns the number of log lines that were dropped since the start. */
  readonly logDropped?: (() => number) | undefined
}

/**
 * Returns the meter of the process as Node and the system see it (`process_…`, `nodejs_…`), and of its
 * event loop.
 */
export function processMeter({ loopLagMs, logDropped = () => 0 }: ProcessGauges): Meter {
  return (registry) => {
    const registers = [registry]
    collectDefaultMetrics({ register: registry })
    const lag: Gauge = new Gauge({
      name: 'danmu_event_loop_lag_seconds',
      help: 'The longest that the event loop was held up within ten seconds: what /livez goes by.',
      registers,
      collect: () => lag.set(loopLagMs() / 1000),
    })
    const dropped: Counter = new Counter({
      ...sharedMetrics.logDropped,
      registers,
      collect: () => {
        dropped.reset()
        dropped.inc(logDropped())
      },
    })
  }
}
