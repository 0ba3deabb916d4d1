import type { Connection, Limit, LiveState } from '../../platform/connector.ts'
import type { Action, OpenConnection, Memory, RoomDraft, SourceDraft } from './state.ts'

/** The actions of an announcement, and the memory of it. */
export type Announced = readonly [Memory, readonly Action[]]

/** Announces the state of the source, unless it is the same as in the last announcement. */
export function announceSource(memory: Memory, draft: SourceDraft): Announced {
  const before = memory.announced.source
  const same =
    before?.state === draft.state &&
    before.reason === draft.reason &&
    before.reasonCode === draft.reasonCode &&
    before.retryAt === draft.retryAt &&
    before.login === draft.login &&
    before.limits?.join() === draft.limits?.join()
  if (same) return [memory, []]
  return [
    { ...memory, announced: { ...memory.announced, source: draft } },
    [{ do: 'publish', draft }],
  ]
}

/** Announces that the source is connected, with its limits. */
export function announceOpen(memory: Memory, { connection }: OpenConnection): Announced {
  const limits = limitsOf(connection, [...memory.hides, ...sampledOf(memory, connection)])
  const { unofficial } = memory.traits
  const { login, remark } = connection
  return announceSource(memory, {
    type: 'source',
    state: 'open',
    ...(limits.length > 0 && { limits }),
    ...(unofficial && { unofficial }),
    ...(login !== undefined && { login }),
    ...(remark && { reason: remark.reason, reasonCode: remark.code }),
  })
}

/** Returns the declared limits of a connection and the observed ones, without duplicates. */
export function limitsOf({ limits = [] }: Connection, hides: readonly Limit[]): readonly Limit[] {
  return [...new Set([...limits, ...hides])]
}

/** Returns `sampled` if it was measured with the login of this connection. */
function sampledOf({ sampled }: Memory, { login }: Connection): readonly Limit[] {
  return sampled && sampled.login === login ? ['sampled'] : []
}

/**
 * Announces the live state of the room, unless it is the same as in the last announcement or not
 * known.
 */
export function announceRoom(memory: Memory, live: LiveState, over = false): Announced {
  if (live.state === 'unknown') return [memory, []]
  const draft = roomDraft(live, over ? 'ended' : live.state)
  const before = memory.announced.room
  const old = before?.state === 'ended' && live.state === 'offline'
  const same =
    before?.state === draft.state && before.title === draft.title && before.cover === draft.cover
  if (old || same) return [memory, []]
  return [
    { ...memory, announced: { ...memory.announced, room: draft } },
    [{ do: 'publish', draft }],
  ]
}

function roomDraft({ title, cover }: LiveState, state: RoomDraft['state']): RoomDraft {
  return {
    type: 'room',
    state,
    ...(title === undefined ? {} : { title }),
    ...(cover === undefined ? {} : { cover }),
  }
}
