import { Gauge, type Registry } from 'prom-client'

/** What is asked of storing whenever the figures are. */
export interface StorageGauges {
  /** Events that no database holds yet. */
  readonly waiting: () => number
  /** Rooms that are in memory because their disk refuses. */
  readonly memoryOnly: () => number
}

/** Gauges of what is kept, and how. */
export function measureStorage(registry: Registry, gauges: StorageGauges): void {
  const gauge = (name: string, help: string, value: () => number): void => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => made.set(value()),
    })
  }
  gauge(
    'danmu_store_waiting_events',
    'Events in journals that the database does not hold yet.',
    gauges.waiting,
  )
  gauge(
    'danmu_rooms_memory_only',
    'Rooms that are in memory only, because their disk refuses.',
    gauges.memoryOnly,
  )
}
