import { type Envelope, type Meaning, platformName, stampOf } from '../envelope.ts'
import { idOf } from '../field.ts'
import type { ImDeleteMessage } from '../message.ts'

// As many as one message takes back.
const mostEvents = 200

/** The platform takes back what it sent: the messages with these ids. */
export function deleted({ common, deleteMsgIds }: ImDeleteMessage, envelope: Envelope): Meaning {
  const events = deleteMsgIds.slice(0, mostEvents).flatMap((msgId) => {
    const id = idOf(msgId)
    return id === undefined ? [] : [`${platformName}:${id}`]
  })
  if (events.length === 0) return undefined
  return [{ type: 'retract', ...stampOf(envelope, common?.createTime), target: { events } }]
}
