import type { BareDraft, PlatformDraft } from '../platform/platform.ts'

/** Lets a thing be told once that a platform tells twice; see `Echo`. */
export interface Provisionals {
  /** What is to be told now: mostly the draft itself, without its hint. */
  readonly accept: (draft: PlatformDraft, nowMs: number) => readonly BareDraft[]
  /** The rumours that nothing better came of in time. */
  readonly expire: (nowMs: number) => readonly BareDraft[]
  /** When {@link expire} next has something to do, on the clock of `nowMs`. */
  readonly nextExpiryAt: number | undefined
}

interface Held {
  readonly draft: BareDraft
  readonly until: number
}

/** Echoes of one source. At most `maxHeld` rumours wait: for one more, the oldest is told. */
export function createProvisionals(maxHeld = 1000): Provisionals {
  // Both in order of arrival.
  const rumours = new Map<string, Held>()
  const facts = new Map<string, number>() // and until when a rumour of it is no news

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
      // What is withdrawn must have been told before.
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

/** The fact, with what only the rumour told of it and of who did it. */
function merged(rumour: BareDraft | undefined, fact: BareDraft): BareDraft {
  if (rumour?.type !== fact.type) return fact
  const user = rumour.user && fact.user ? { ...rumour.user, ...fact.user } : fact.user
  return { ...rumour, ...fact, ...(user && { user }) }
}
