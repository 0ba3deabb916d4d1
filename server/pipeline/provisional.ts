import type { BareDraft, PlatformDraft } from '../platform/platform.ts'

/** Publishes a thing once that a platform reports twice; see `Provisional`. */
export interface Provisionals {
  /** Returns the drafts to publish now: mostly the draft itself, without its hint. */
  readonly accept: (draft: PlatformDraft, nowMs: number) => readonly BareDraft[]
  /** Returns the provisional drafts without a confirmed one in time. */
  readonly expire: (nowMs: number) => readonly BareDraft[]
  /** The time of the next call of {@link expire} that has an effect, on the clock of `nowMs`. */
  readonly nextExpiryAt: number | undefined
}

interface Waiting {
  readonly draft: BareDraft
  readonly until: number
}

/**
 * Creates the provisional drafts of one source. At most `maxHeld` wait: before one more is added,
 * the oldest is published.
 */
export function createProvisionals(maxHeld = 1000): Provisionals {
  // Both in order of arrival.
  const waiting = new Map<string, Waiting>()
  // The time until which a provisional draft of the same key is dropped.
  const confirmedUntil = new Map<string, number>()

  const take = (key: string): BareDraft | undefined => {
    const draft = waiting.get(key)?.draft
    waiting.delete(key)
    return draft
  }
  const release = (isDue: (entry: Waiting) => boolean): readonly BareDraft[] => {
    const due = [...waiting].filter(([, entry]) => isDue(entry))
    return due.flatMap(([key]) => take(key) ?? [])
  }
  const hold = (key: string, entry: Waiting, nowMs: number): readonly BareDraft[] => {
    const isKnown = waiting.has(key) || (confirmedUntil.get(key) ?? 0) > nowMs
    if (isKnown) return []
    waiting.set(key, entry)
    const [oldest] = waiting.keys()
    return waiting.size > maxHeld && oldest !== undefined ? [take(oldest) ?? []].flat() : []
  }
  const confirm = (key: string, until: number, nowMs: number): void => {
    for (const [other, end] of confirmedUntil) {
      if (end > nowMs && confirmedUntil.size < maxHeld) break
      confirmedUntil.delete(other)
    }
    confirmedUntil.delete(key)
    confirmedUntil.set(key, until)
  }

  return {
    accept: ({ provisional, ...draft }, nowMs) => {
      // An event must be published before its retraction.
      if (draft.type === 'retract') return [...release(() => true), draft]
      if (provisional === undefined) return [draft]
      const { key, waitMs } = provisional
      if (provisional.kind === 'provisional')
        return hold(key, { draft, until: nowMs + waitMs }, nowMs)
      confirm(key, nowMs + waitMs, nowMs)
      return [merged(take(key), draft)]
    },

    expire: (nowMs) => release(({ until }) => until <= nowMs),

    get nextExpiryAt() {
      let earliest: number | undefined
      for (const { until } of waiting.values()) earliest = Math.min(earliest ?? until, until)
      return earliest
    },
  }
}

/**
 * Returns the confirmed draft, with the fields and the user fields that only the provisional one
 * has.
 */
function merged(provisional: BareDraft | undefined, confirmed: BareDraft): BareDraft {
  if (provisional?.type !== confirmed.type) return confirmed
  const user =
    provisional.user && confirmed.user ? { ...provisional.user, ...confirmed.user } : confirmed.user
  return { ...provisional, ...confirmed, ...(user && { user }) }
}
