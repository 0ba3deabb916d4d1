import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import type { AudienceRank, RoomRankMessage } from '../message.ts'
import { maxRows, type RankedUser, rowsOf } from '../rank.ts'

// Large scores are abbreviated (`1.2万`): better none than a rounded one.
const digits = /^\d{1,15}$/

/** Reads the board of the room, from one of two lists; an empty list counts as missing. */
export function roomRank(message: RoomRankMessage, envelope: Envelope): Normalized {
  const { audienceRanks, common, ranks } = message
  const places = ranks.length > 0 ? ranks.slice(0, maxRows).map(placeOf) : audience(audienceRanks)
  const rows = rowsOf(places, envelope)
  if (rows.length === 0) return undefined
  return [{ type: 'rank', ...stampOf(envelope, common?.createTime), board: 'room', rows }]
}

function placeOf({
  profileHidden,
  scoreStr,
  user,
}: RoomRankMessage.RoomRank.$Properties): RankedUser {
  return { user, hidden: profileHidden === true, score: exactly(scoreStr) }
}

function audience(ranks: readonly AudienceRank.$Properties[]): RankedUser[] {
  return ranks.slice(0, maxRows).map(({ exactlyScore, isHidden, rank, score, user }) => ({
    user,
    hidden: isHidden === true,
    rank: positiveOf(rank),
    score: exactly(exactlyScore) ?? positiveOf(score),
  }))
}

function exactly(score: string | null | undefined): number | undefined {
  return digits.test(score ?? '') ? Number(score) : undefined
}
