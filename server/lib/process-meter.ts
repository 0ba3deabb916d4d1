import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client'

/** A room as operators see it. */
export interface RoomFigures {
  readonly id: string
  readonly readers: number
  readonly head: number
}

/** What is asked whenever the figures of the process are. */
export interface ProcessGauges {
  /** How late the event loop was of late, in ms. */
  readonly loopLagMs: () => number
  /** Absent where rooms are to be no labels: there may be thousands. */
  readonly rooms?: () => readonly RoomFigures[]
}

/**
 * Measures the process as Node and the system see it (`process_…`, `nodejs_…`), its event loop and,
 * where that is wanted, every open room.
 */
export function measureProcess(registry: Registry, { loopLagMs, rooms }: ProcessGauges): void {
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const lag: Gauge = new Gauge({
    name: 'danmu_event_loop_lag_seconds',
    help: 'The longest that the event loop was held up within ten seconds: what /livez goes by.',
    registers,
    collect: () => lag.set(loopLagMs() / 1000),
  })
  if (!rooms) return
  const labelNames = ['room']
  const help = 'Open streams, by room.'
  const readers = new Gauge({ name: 'danmu_room_readers', help, labelNames, registers })
  const head: Gauge = new Gauge({
    name: 'danmu_room_head',
    help: 'The newest position, by room.',
    labelNames,
    registers,
    collect: () => {
      readers.reset()
      head.reset() // rooms that closed are gone
      for (const { id: room, ...figures } of rooms()) {
        readers.set({ room }, figures.readers)
        head.set({ room }, figures.head)
      }
    },
  })
}
