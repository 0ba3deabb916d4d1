import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { feedId } from '../id.ts'
import { idOf } from '../field.ts'
import type { ImDeleteMessage } from '../message.ts'

// The maximum number of events that one message withdraws.
const mostEvents = 200

/** Reads a withdrawal of earlier messages, by their ids. */
export function deleted({ common, deleteMsgIds }: ImDeleteMessage, envelope: Envelope): Normalized {
  const events = deleteMsgIds.slice(0, mostEvents).flatMap((msgId) => {
    const id = idOf(msgId)
    return id === undefined ? [] : [feedId(id)]
  })
  if (events.length === 0) return undefined
  return [{ type: 'retract', ...stampOf(envelope, common?.createTime), target: { events } }]
}
