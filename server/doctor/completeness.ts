import type { Coverage } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/clock.ts'
import type { ChatLine } from '../platform/connector.ts'
import type { PlatformDraft } from '../platform/platform.ts'
import { createEstimate, graceMs } from '../upstream/completeness/estimate.ts'

/** Compares what is heard with the lines that the site publishes, once. */
export interface Completeness {
  /** We are let in: what is said from now on can arrive. */
  readonly opened: () => void
  readonly hear: (draft: PlatformDraft) => void
  /** Of the lines that had their time to arrive; undefined where there were none. */
  readonly result: () => Coverage | undefined
}

/** What a comparison is made of. */
export interface CompletenessParts {
  readonly clock: Clock
  /** After so long the published lines are asked for; they have as long again to arrive. */
  readonly lookAfterMs: number
  /** Asks for them; where that fails nothing is answered. */
  readonly look: (answered: (lines: readonly ChatLine[]) => void) => void
}

/** Nothing was compared yet. */
export function createCompleteness({ clock, lookAfterMs, look }: CompletenessParts): Completeness {
  const estimate = createEstimate()
  let timer: Timer | undefined
  return {
    opened: () => {
      estimate.open(clock.now())
      timer?.cancel()
      timer = clock.after(lookAfterMs, () => look((lines) => estimate.show(lines, clock.now())))
    },
    hear: (draft) => {
      if (draft.type === 'chat') estimate.hear(draft, clock.now())
    },
    result: () => {
      timer?.cancel()
      const judgedAt = clock.now() + graceMs // half of the time is all they get
      estimate.judge(judgedAt)
      return estimate.coverage(judgedAt)
    },
  }
}
