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
