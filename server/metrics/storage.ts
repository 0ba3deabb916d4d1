import { Gauge, type Registry } from 'prom-client'

/** Values that are read whenever the metrics are read. */
export interface StorageGauges {
  /** Returns the number of events that the database does not hold yet. */
  readonly waiting: () => number
  /** Returns the number of rooms that are in memory only because their disk fails. */
  readonly memoryOnly: () => number
}

/** Registers the gauges of the storage. */
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
