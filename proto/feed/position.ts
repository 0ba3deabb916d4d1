/** A position in a room's log. `seq` is only valid within its `epoch`. */
export interface Position {
  readonly epoch: string
  readonly seq: number
}

const pattern = /^([A-Za-z0-9_-]{1,64}):(\d{1,16})$/

/** Reads `<epoch>:<seq>`, as in `since=` and SSE's `Last-Event-ID`; undefined if malformed. */
export function parsePosition(text: string): Position | undefined {
  const [, epoch, digits] = pattern.exec(text) ?? []
  if (epoch === undefined || digits === undefined) return undefined
  const seq = Number(digits)
  return Number.isSafeInteger(seq) ? { epoch, seq } : undefined
}

/** Writes a position in the form that {@link parsePosition} reads. */
export function formatPosition({ epoch, seq }: Position): string {
  return `${epoch}:${seq}`
}
