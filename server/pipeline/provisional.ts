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

interface Held {
  readonly draft: BareDraft
  readonly until: number
}

/**
 * Creates the provisional drafts of one source. At most `maxHeld` wait: before one more is added,
 * the oldest is published.
 */
export function createProvisionals(maxHeld = 1000): Provisionals {
  // Both in order of arrival.
  const rumours = new Map<string, Held>()
  const facts = new Map<string, number>() // The time until which a provisional draft of the same key is dropped.

  const take = (key: string): BareDraft | undefined => {
    const draft = rumours.get(key)?.draft
    rumours.delete(key)
    return draft
  }
  const release = (isDue: (held: Held) => boolean): readonly BareDraft[] => {
    const due = [...rumours].filter(([, held]) => isDue(held))
    return due.flatMap(([key]) => take(key) ?? [])
  }
  const hold = (key: string, held: Held, nowMs: number): readonly BareDraft[] => {
    const isKnown = rumours.has(key) || (facts.get(key) ?? 0) > nowMs
    if (isKnown) return []
    rumours.set(key, held)
    const [oldest] = rumours.keys()
    return rumours.size > maxHeld && oldest !== undefined ? [take(oldest) ?? []].flat() : []
  }
  const believe = (key: string, until: number, nowMs: number): void => {
    for (const [other, end] of facts) {
      if (end > nowMs && facts.size < maxHeld) break
      facts.delete(other)
    }
    facts.delete(key)
    facts.set(key, until)
  }

  return {
    accept: ({ echo, ...draft }, nowMs) => {
      // An event must be published before its retraction.
      if (draft.type === 'retract') return [...release(() => true), draft]
      if (echo === undefined) return [draft]
      const { key, waitMs } = echo
      if (echo.kind === 'rumour') return hold(key, { draft, until: nowMs + waitMs }, nowMs)
      believe(key, nowMs + waitMs, nowMs)
      return [merged(take(key), draft)]
    },

    expire: (nowMs) => release(({ until }) => until <= nowMs),

    get nextExpiryAt() {
      let earliest: number | undefined
      for (const { until } of rumours.values()) earliest = Math.min(earliest ?? until, until)
      return earliest
    },
  }
}

/**
 * Returns the confirmed draft, with the fields and the user fields that only the provisional one
 * has.
 */
function merged(rumour: BareDraft | undefined, fact: BareDraft): BareDraft {
  if (rumour?.type !== fact.type) return fact
  const user = rumour.user && fact.user ? { ...rumour.user, ...fact.user } : fact.user
  return { ...rumour, ...fact, ...(user && { user }) }
}
