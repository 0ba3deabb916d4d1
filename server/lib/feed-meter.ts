import { Counter, Histogram, type Registry } from 'prom-client'

/** What is measured of those who read. */
export interface ReaderMeter {
  /** Events of a type that a reader far behind was spared. */
  readonly dropped: (kind: string, count: number) => void
  /** From the arrival of events until they were written to every reader, in seconds. */
  readonly delivered: (seconds: number) => void
}

/** Fresh meters. */
export function readerMeter(registry: Registry): ReaderMeter {
  const registers = [registry]
  const dropped = new Counter({
    name: 'danmu_feed_dropped_total',
    help: 'Droppable events that readers far behind were spared.',
    labelNames: ['kind'],
    registers,
  })
  const delivery = new Histogram({
    name: 'danmu_feed_delivery_seconds',
    help: 'From our arrival of the first event of a turn until all of it was written to every reader.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  })
  return {
    dropped: (kind, count) => dropped.inc({ kind }, count),
    delivered: (seconds) => delivery.observe(Math.max(0, seconds)),
  }
}
