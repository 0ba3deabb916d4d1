import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import type { RoomRankMessage } from '../message.ts'
import { maxRows, rowsOf } from '../rank.ts'

// Large scores are abbreviated (`1.2万`): better none than a rounded one.
const digits = /^\d{1,15}$/

/** The board the room shows. */
export function roomRank({ common, ranks }: RoomRankMessage, envelope: Envelope): Meaning {
  const places = ranks.slice(0, maxRows).map(({ user, scoreStr, profileHidden }) => ({
    user,
    hidden: profileHidden === true,
    score: digits.test(scoreStr ?? '') ? Number(scoreStr) : undefined,
  }))
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'rank', ...stamp, board: 'room', rows: rowsOf(places, envelope) }]
}
