import type { CrashReport } from './run.ts'

/** The bounds: the feed is ready, and the table is complete, within these milliseconds. */
export const crashBars = { perSecond: 1000, readyMs: 3000, caughtUpMs: 20_000 } as const

/** Returns the missed bounds of a report in words; none if all are met on a quiet machine. */
export function shortfalls(report: CrashReport): readonly string[] {
  const { faults, audit, shown } = report
  // On a busy machine a sample of its slowness is not exact.
  const slowness = report.slowness > 1.2 ? report.slowness * 1.5 : report.slowness
  const perSecond = report.perSecond * slowness
  const readyMs = Math.max(...report.readyMs) / slowness
  const caughtUpMs = Math.max(...report.caughtUpMs) / slowness
  return [
    ...faults,
    ...audit.faults,
    ...(audit.head >= shown ? [] : [`${shown} were shown, ${audit.head} are stored`]),
    ...(perSecond >= crashBars.perSecond ? [] : [`only ${perSecond} events came a second`]),
    ...(readyMs <= crashBars.readyMs ? [] : [`the feed was there after ${readyMs} ms`]),
    ...(caughtUpMs <= crashBars.caughtUpMs ? [] : [`the table was right after ${caughtUpMs} ms`]),
  ]
}
