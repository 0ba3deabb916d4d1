/** A value with its past and its undone versions. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /**
   * The subject of the last change: the next one with the same subject replaces it, for example the
   * steps of a slider.
   */
  readonly about?: string
}

const most = 100

/** Returns a history with one value. */
export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/**
 * Returns the history after a change. @param about - the same text for changes that are undone as
 * one.
 */
export function changed<T>(history: History<T>, present: T, about?: string): History<T> {
  if (about !== undefined && about === history.about) return { ...history, present, future: [] }
  const past = [...history.past, history.present].slice(-most)
  return { past, present, future: [], ...(about === undefined ? {} : { about }) }
}

/** Returns the history after one undo; the same if there is none. */
export function undone<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1)
  return before === undefined
    ? { past, present, future }
    : { past: past.slice(0, -1), present: before, future: [present, ...future] }
}

/** Returns the history after one redo; the same if there is none. */
export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [after, ...rest] = future
  return after === undefined
    ? { past, present, future }
    : { past: [...past, present], present: after, future: rest }
}
