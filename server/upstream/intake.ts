import type { Draft, FeedEvent, Raw } from '../../proto/feed/index.ts'
import type { Clock, Timer } from '../lib/clock.ts'
import type { PlatformDraft } from '../platform/platform.ts'
import { createCombos } from './combo.ts'

/** Where a source's events go: into its room. */
export interface Outlet {
  /** Gifts the room showed last before this run: their streaks go on from there. In log order. */
  readonly recent: readonly FeedEvent[]
  readonly publish: (draft: Draft) => void
  readonly publishRaw: (raw: Raw) => void
}

/** Takes what a platform says and passes on events: running gift totals become added counts. */
export interface Intake {
  readonly accept: (draft: PlatformDraft) => void
  /** Stops waiting for the ends of combos. Idempotent. */
  readonly close: () => void
}

/** The way from one source's drafts to its room. */
export function createIntake(
  clock: Clock,
  { publish, recent }: Omit<Outlet, 'publishRaw'>,
): Intake {
  const combos = createCombos()
  for (const event of recent) if (event.type === 'gift') combos.restore(event)
  let timer: Timer | undefined
  // One timer is enough: a streak that is touched only moves its end away, so to look again then
  // is never too late by more than platforms differ in patience.
  const watch = (): void => {
    const at = combos.nextExpiryAt
    if (timer || at === undefined) return
    timer = clock.after(Math.max(0, at - clock.now()), () => {
      timer = undefined
      for (const draft of combos.expire(clock.now())) publish(draft)
      watch()
    })
  }
  watch()
  return {
    accept: (draft) => {
      if (draft.type !== 'gift') return publish(draft)
      for (const gift of combos.accept(draft, clock.now())) publish(gift)
      if (!timer) watch()
    },
    close: () => timer?.cancel(),
  }
}
