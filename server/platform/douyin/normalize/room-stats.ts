import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import type { RoomStatsMessage } from '../message.ts'

// On the wire a count of 0 is the same as a missing one; only the text `0` is different.
const digits = /^\d{1,15}$/

/** Reads the number of viewers now. */
export function roomStats(message: RoomStatsMessage, envelope: Envelope): Normalized {
  const { common, displayShort, displayValue, total } = message
  const online = positiveOf(displayValue) ?? positiveOf(total) ?? shownOf(displayShort)
  if (online === undefined) return undefined
  return [{ type: 'stats', ...stampOf(envelope, common?.createTime), online }]
}

function shownOf(text: string): number | undefined {
  return digits.test(text) ? Number(text) : undefined
}
