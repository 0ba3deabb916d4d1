import type { PlatformDraft } from '../../platform.ts'
import { besideStampOf, type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { positiveOf } from '../field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { RoomUserSeqMessage } from '../message.ts'
import { maxRows, rowsOf } from '../rank.ts'

/** Reads the number of viewers, and the board of those who gave most. */
export function roomUserSeq(message: RoomUserSeqMessage, envelope: Envelope): Normalized {
  const drafts: PlatformDraft[] = []
  const time = message.common?.createTime
  const online = positiveOf(message.total) ?? (message.totalStr === '0' ? 0 : undefined)
  const seen = positiveOf(message.totalUser)
  if (online !== undefined || seen !== undefined) {
    drafts.push({ type: 'stats', ...stampOf(envelope, time), ...omitUndefined({ online, seen }) })
  }
  const places = message.ranks.slice(0, maxRows).map(({ user, isHidden, rank, score }) => ({
    user,
    hidden: isHidden === true,
    rank: positiveOf(rank),
    score: positiveOf(score),
  }))
  const rows = rowsOf(places, envelope)
  if (rows.length > 0) {
    const stamp = besideStampOf(envelope, 'rank', time)
    drafts.push({ type: 'rank', ...stamp, board: 'contribution', rows })
  }
  return drafts.length > 0 ? drafts : undefined
}
