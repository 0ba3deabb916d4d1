import { collectDefaultMetrics, Counter, Gauge, type Registry } from 'prom-client'

/** The figures of a room for operators. */
export interface RoomFigures {
  readonly id: string
  readonly readers: number
  readonly head: number
}

/** The values that are read whenever the metrics of the process are read. */
export interface ProcessGauges {
  /** Returns the recent lag of the event loop, in ms. */
  readonly loopLagMs: () => number
  /** Returns the number of log lines that were dropped since the start. */
  readonly logDropped?: () => number
  /** Absent if rooms must not become labels: there may be thousands. */
  readonly rooms?: () => readonly RoomFigures[]
}

/**
 * Registers the metrics of the process as Node and the system see it (`process_…`, `nodejs_…`), of
 * its event loop and, if `rooms` is given, of every open room.
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
        figures.reset() // removes rooms that are closed
        for (const room of rooms()) figures.set({ room: room.id }, figure(room))
      },
    })
  }
  gauge('danmu_room_readers', 'Open streams, by room.', ({ readers }) => readers)
  gauge('danmu_room_head', 'The newest position, by room.', ({ head }) => head)
}
