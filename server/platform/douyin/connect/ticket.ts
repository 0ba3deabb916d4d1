import type { RoomHandle } from '../../connector.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { PageVisit } from './page-visit.ts'

/** The data of a room that was found, and the identity of the lookup. */
export interface TicketData {
  readonly webRid: string
  /** The same for as long as the ticket is used. */
  readonly visitorId: string
  readonly visit: PageVisit
  /** The time of that visit, epoch milliseconds. */
  readonly visitedAt: number
}

/** Returns a ticket with the data for later calls. */
export function ticketOf({ webRid, visitorId, visit, visitedAt }: TicketData): RoomHandle {
  const { roomId, ttwid, live } = visit
  const facts = { webRid, visitorId, ttwid, visitedAt: String(visitedAt) }
  return { facts: { ...facts, ...omitUndefined({ roomId }) }, live }
}

/** Reads the data of a ticket. @throws TypeError if another connector made it. */
export function ticketDataOf({ facts, live = { state: 'unknown' } }: RoomHandle): TicketData {
  const { webRid, visitorId, ttwid, visitedAt, roomId } = facts
  if (webRid === undefined || visitorId === undefined || ttwid === undefined) {
    throw new TypeError('not a ticket of Douyin')
  }
  const visit = { ...omitUndefined({ roomId }), live, ttwid }
  return { webRid, visitorId, visit, visitedAt: Number(visitedAt) }
}
