/** A room as the list of the server has it; what older servers do not tell is absent. */
export interface ListedRoom {
  readonly id: string
  readonly title?: string
  /** False for a configured room that is not open. */
  readonly open: boolean
  readonly readers: number
  /** Events so far. */
  readonly head: number
  /** What is wrong, in the server's words. */
  readonly trouble?: string
}

/** Reads `/api/rooms`: rooms that are open, and configured ones that are not. */
export function readRooms(body: unknown): readonly ListedRoom[] {
  const { rooms, closed } = fieldsOf(body)
  return [...listIn(rooms, true), ...listIn(closed, false)]
}

/** True for a room somebody configured: it can be stopped and started. */
export function isConfigured({ id }: ListedRoom): boolean {
  return !id.includes(':')
}

function listIn(list: unknown, open: boolean): readonly ListedRoom[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((one) => {
    const { id, title, readers, head, sources } = fieldsOf(one)
    if (typeof id !== 'string') return []
    const trouble = troubleIn(sources)
    return {
      id,
      open,
      readers: typeof readers === 'number' ? readers : 0,
      head: typeof head === 'number' ? head : 0,
      ...(typeof title === 'string' ? { title } : {}),
      ...(trouble === undefined ? {} : { trouble }),
    }
  })
}

/** Why a source is not heard, of the first one that says so. */
function troubleIn(sources: unknown): string | undefined {
  if (!Array.isArray(sources)) return undefined
  const reasons = sources.map((source) => fieldsOf(source)['reason'])
  return reasons.find((reason): reason is string => typeof reason === 'string')
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
