import type { Coverage } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/time/clock.ts'
import type { ChatLine } from '../platform/connector.ts'
import type { PlatformDraft } from '../platform/platform.ts'
import { createEstimate, graceMs } from '../upstream/completeness/estimate.ts'

/** Compares the received lines of chat with the lines that the site publishes, once. */
export interface Completeness {
  /** The site has accepted the connection: lines that are sent from now on can arrive. */
  readonly opened: () => void
  readonly addReceived: (draft: PlatformDraft) => void
  /** Returns the share of the due lines that arrived; undefined if no line was due. */
  readonly result: () => Coverage | undefined
}

/** The dependencies of a comparison. */
export interface CompletenessParts {
  readonly clock: Clock
  /** The delay before the published lines are requested; they have the same time to arrive. */
  readonly fetchAfterMs: number
  /** Requests the published lines; does not call `answered` if the request fails. */
  readonly fetchLines: (answered: (lines: readonly ChatLine[]) => void) => void
}

/** Creates a comparison that starts when the connection opens. */
export function createCompleteness({
  clock,
  fetchAfterMs,
  fetchLines,
}: CompletenessParts): Completeness {
  const estimate = createEstimate()
  let timer: Timer | undefined
  return {
    opened: () => {
      estimate.open(clock.now())
      timer?.cancel()
      timer = clock.after(fetchAfterMs, () =>
        fetchLines((lines) => estimate.addPublished(lines, clock.now())),
      )
    },
    addReceived: (draft) => {
      if (draft.type === 'chat') estimate.addReceived(draft, clock.now())
    },
    result: () => {
      timer?.cancel()
      // Makes all lines due: they had half of the listening time instead of the grace period.
      const judgedAt = clock.now() + graceMs
      estimate.judge(judgedAt)
      return estimate.coverage(judgedAt)
    },
  }
}
