/** Keeps what can be done without away from sites that take us for a machine. */
export interface RiskPause {
  /** When such a site may be asked for more than is needed, epoch milliseconds; 0 unless it did. */
  readonly until: (platform: string) => number
  /** A site did, or wants fewer requests. */
  readonly note: (platform: string, now: number) => void
}

const pauseMs = 30 * 60_000

/** No site did yet. An address is judged as a whole, so all rooms of a site pause together. */
export function createRiskPause(): RiskPause {
  const ends = new Map<string, number>()
  return {
    until: (platform) => ends.get(platform) ?? 0,
    note: (platform, now) => void ends.set(platform, now + pauseMs),
  }
}
