import { Gauge } from 'prom-client'
import type { Meter } from './registry.ts'

/** The figures of a room for operators. */
export interface RoomFigures {
  readonly id: string
  readonly readers: number
  readonly head: number
}

/** The share of the chat of one source that arrives. */
export interface CoverageFigure {
  readonly platform: string
  readonly share: number
  readonly samples: number
}

/** Returns the meter of every open room: each is a label, and there may be thousands. */
export function roomMeter(rooms: () => readonly RoomFigures[]): Meter {
  return (registry) => {
    const gauge = (name: string, help: string, figure: (room: RoomFigures) => number): void => {
      const figures: Gauge = new Gauge({
        name,
        help,
        labelNames: ['room'],
        registers: [registry],
        collect: () => {
          figures.reset() // removes rooms that are closed
          for (const room of rooms()) figures.set({ room: room.id }, figure(room))
        },
      })
    }
    gauge('danmu_room_readers', 'Open streams, by room.', ({ readers }) => readers)
    gauge('danmu_room_head', 'The newest position, by room.', ({ head }) => head)
  }
}

/** Returns the meter of the coverage of each platform, as its sources in open rooms measure it. */
export function coverageMeter(coverages: () => readonly CoverageFigure[]): Meter {
  return (registry) => {
    const gauge: Gauge = new Gauge({
      name: 'danmu_relay_coverage_ratio',
      help: 'Share of the chat that arrives, of the lines that were compared in open rooms.',
      labelNames: ['platform'],
      registers: [registry],
      collect: () => {
        gauge.reset() // a platform without an open room has no figure
        const figures = coverages()
        for (const platform of new Set(figures.map((one) => one.platform))) {
          const of = figures.filter((one) => one.platform === platform)
          const samples = of.reduce((sum, one) => sum + one.samples, 0)
          const arrived = of.reduce((sum, one) => sum + one.share * one.samples, 0)
          gauge.set({ platform }, arrived / samples)
        }
      },
    })
  }
}
