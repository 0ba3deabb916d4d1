/** What is measured of those who read. */
export interface FeedMeter {
  /** Events of a type that a reader far behind was spared. */
  readonly dropped: (kind: string, count: number) => void
  /** From the arrival of a turn's first event until it was written to every reader, in seconds. */
  readonly delivered: (seconds: number) => void
}

/** Measures nothing. */
export const noMeter: FeedMeter = { dropped: () => undefined, delivered: () => undefined }

/** When a line of the feed arrived; it stands before anything that people write. */
export function arrivalOf(line: string): number | undefined {
  const [, digits] = /"receivedAt":(\d+)/.exec(line) ?? []
  return digits === undefined ? undefined : Number(digits)
}
