import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import type { RoomStatsMessage } from '../message.ts'

/** How many people watch now. */
export function roomStats(message: RoomStatsMessage, envelope: Envelope): Meaning {
  const online = positiveOf(message.displayValue)
  if (online === undefined) return undefined
  return [{ type: 'stats', ...stampOf(envelope, message.common?.createTime), online }]
}
