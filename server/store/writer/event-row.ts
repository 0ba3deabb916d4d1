/** An event as a row of the table: its line as published, and the columns for queries. */
export interface EventRow {
  readonly room: string
  readonly epoch: string
  /** Increases from one epoch of the room to the next. */
  readonly epochNumber: number
  readonly seq: number
  readonly id: string
  readonly source: string
  readonly type: string
  /** Epoch milliseconds, as `receivedAt`. */
  readonly at: number
  readonly receivedAt: number
  readonly userId?: string | undefined
  readonly line: string
}

/** The position of a line. */
export interface EventPosition {
  readonly room: string
  readonly epoch: string
  readonly epochNumber: number
  readonly seq: number
}

/**
 * Reads a line of the log. Undefined if it is no event: the database would refuse it at every attempt,
 * and nothing after it would ever be stored.
 */
export function eventRow(place: EventPosition, line: string): EventRow | undefined {
  const event = parse(line)
  if (!event) return undefined
  const { id, source, type, at, receivedAt, user } = event
  if (typeof id !== 'string' || typeof source !== 'string' || typeof type !== 'string') {
    return undefined
  }
  if (!isTime(at) || !isTime(receivedAt)) return undefined
  return {
    ...place,
    id: storable(id),
    source: storable(source),
    type: storable(type),
    at,
    receivedAt,
    userId: userIdOf(user),
    line,
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined // the caller counts it
  }
}

function userIdOf(user: unknown): string | undefined {
  return isRecord(user) && typeof user['id'] === 'string' ? storable(user['id']) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

/** Replaces U+0000, which PostgreSQL cannot store in text. The line contains it only escaped. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD')
}
