/** The metrics of readers. */
export interface FeedMeter {
  /** Counts events of a type that were not sent to a reader far behind. */
  readonly dropped: (kind: string, count: number) => void
  /**
   * Observes the time from the arrival of a tick's first event until it was written to every
   * reader, in seconds.
   */
  readonly delivered: (seconds: number) => void
}

/** A meter that measures nothing. */
export const noMeter: FeedMeter = { dropped: () => undefined, delivered: () => undefined }

/** Reads the time of arrival from a line of the feed; it precedes all text that users write. */
export function arrivalOf(line: string): number | undefined {
  const [, digits] = /"receivedAt":(\d+)/.exec(line) ?? []
  return digits === undefined ? undefined : Number(digits)
}
