import type { CrashReport } from './crash.ts'

/** A feed is there, and the table is as far as the feed was, within so many milliseconds. */
export const crashBars = { perSecond: 1000, readyMs: 3000, caughtUpMs: 20_000 } as const

/** What a report falls short of, in words; nothing if all is well. */
export function shortfalls(report: CrashReport): readonly string[] {
  const { faults, audit, shown, perSecond } = report
  const readyMs = Math.max(...report.readyMs)
  const caughtUpMs = Math.max(...report.caughtUpMs)
  return [
    ...faults,
    ...audit.faults,
    ...(audit.head >= shown ? [] : [`${shown} were shown, ${audit.head} are stored`]),
    ...(perSecond >= crashBars.perSecond ? [] : [`only ${perSecond} events came a second`]),
    ...(readyMs <= crashBars.readyMs ? [] : [`the feed was there after ${readyMs} ms`]),
    ...(caughtUpMs <= crashBars.caughtUpMs ? [] : [`the table was right after ${caughtUpMs} ms`]),
  ]
}
