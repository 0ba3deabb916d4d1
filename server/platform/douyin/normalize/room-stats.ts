import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import type { RoomStatsMessage } from '../message.ts'

// The wire cannot tell that nobody watches from nothing said, but in words: `0`.
const digits = /^\d{1,15}$/

/** How many people watch now. */
export function roomStats(message: RoomStatsMessage, envelope: Envelope): Meaning {
  const { common, displayShort, displayValue, total } = message
  const online = positiveOf(displayValue) ?? positiveOf(total) ?? shownOf(displayShort)
  if (online === undefined) return undefined
  return [{ type: 'stats', ...stampOf(envelope, common?.createTime), online }]
}

function shownOf(text: string): number | undefined {
  return digits.test(text) ? Number(text) : undefined
}
