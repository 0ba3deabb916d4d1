/** Something as it was, is, and was before it was undone. */
export interface History<T> {
  readonly past: readonly T[]
  readonly present: T
  readonly future: readonly T[]
  /** What the last change was about: the next about the same replaces it, as when a slider moves. */
  readonly about?: string
}

const most = 100

/** A history that begins now. */
export function historyOf<T>(present: T): History<T> {
  return { past: [], present, future: [] }
}

/** After a change. @param about - the same text for changes that are undone as one. */
export function changed<T>(history: History<T>, present: T, about?: string): History<T> {
  if (about !== undefined && about === history.about) return { ...history, present, future: [] }
  const past = [...history.past, history.present].slice(-most)
  return { past, present, future: [], ...(about === undefined ? {} : { about }) }
}

/** One change back; the same where there is none. */
export function undone<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1)
  return before === undefined
    ? { past, present, future }
    : { past: past.slice(0, -1), present: before, future: [present, ...future] }
}

/** One change forward again; the same where there is none. */
export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [after, ...rest] = future
  return after === undefined
    ? { past, present, future }
    : { past: [...past, present], present: after, future: rest }
}
