import { Gauge, type Registry } from 'prom-client'
import type { Meter } from './registry.ts'

/** The values of the storage that are read whenever the metrics are read. */
export interface StorageGauges {
  /** Returns the number of events that the database does not hold yet. */
  readonly waiting: () => number
  /** Returns the number of rooms that are in memory only because their disk fails. */
  readonly memoryOnly: () => number
}

/** Returns the meter of the storage. */
export function storageMeter({ waiting, memoryOnly }: StorageGauges): Meter {
  return (registry: Registry) => {
    const gauge = (name: string, help: string, value: () => number): void => {
      const collect = (): void => made.set(value())
      const made: Gauge = new Gauge({ name, help, registers: [registry], collect })
    }
    gauge(
      'danmu_store_waiting_events',
      'Events in journals that the database does not hold yet.',
      waiting,
    )
    gauge(
      'danmu_rooms_memory_only',
      'Rooms that are in memory only, because their disk refuses.',
      memoryOnly,
    )
  }
}
