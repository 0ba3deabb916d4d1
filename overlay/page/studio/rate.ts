/** The times of recent events, newest last. */
export type Beats = readonly number[]

const windowMs = 5_000

/** Adds events of a time, and removes those outside the window. */
export function withBeats(beats: Beats, count: number, now: number): Beats {
  const recent = beats.filter((at) => now - at < windowMs)
  return [...recent, ...Array.from({ length: count }, () => now)]
}

/** Returns the events per second over the last five seconds, with one decimal below ten. */
export function ratePerSecond(beats: Beats, now: number): number {
  const recent = beats.filter((at) => now - at < windowMs).length
  const rate = (recent * 1_000) / windowMs
  return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)
}
