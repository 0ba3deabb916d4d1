import { collectDefaultMetrics, Counter, Gauge, type Registry } from 'prom-client'

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
  /** Returns the number of log lines that were dropped since the start. */
  readonly logDropped?: () => number
  /** Absent where rooms are to be no labels: there may be thousands. */
  readonly rooms?: () => readonly RoomFigures[]
}

/**
 * Measures the process as Node and the system see it (`process_…`, `nodejs_…`), its event loop and,
 * where that is wanted, every open room.
 */
export function measureProcess(registry: Registry, gauges: ProcessGauges): void {
  const { loopLagMs, logDropped = (): number => 0, rooms } = gauges
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const lag: Gauge = new Gauge({
    name: 'danmu_event_loop_lag_seconds',
    help: 'The longest that the event loop was held up within ten seconds: what /livez goes by.',
    registers,
    collect: () => lag.set(loopLagMs() / 1000),
  })
  const dropped: Counter = new Counter({
    name: 'danmu_log_dropped_total',
    help: 'Log lines that were dropped because the log could not be written.',
    registers,
    collect: () => {
      dropped.reset()
      dropped.inc(logDropped())
    },
  })
  if (!rooms) return
  const gauge = (name: string, help: string, figure: (room: RoomFigures) => number): void => {
    const figures: Gauge = new Gauge({
      name,
      help,
      labelNames: ['room'],
      registers,
      collect: () => {
        figures.reset() // rooms that closed are gone
        for (const room of rooms()) figures.set({ room: room.id }, figure(room))
      },
    })
  }
  gauge('danmu_room_readers', 'Open streams, by room.', ({ readers }) => readers)
  gauge('danmu_room_head', 'The newest position, by room.', ({ head }) => head)
}
