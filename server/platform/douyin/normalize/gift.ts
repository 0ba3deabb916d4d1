import type { GiftDraft } from '../../platform.ts'
import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { itemOf, streakSendType, totalOf } from '../gift-item.ts'
import { given } from '../given.ts'
import type { GiftMessage } from '../message.ts'
import { userOf } from '../user.ts'

// Upstream sums a streak up in one more message, which repeats the last total.
const summary = 1

/** Somebody gave a gift: one step of a streak as a running total, or a bundle at once. */
export function gift(message: GiftMessage, envelope: Envelope): Meaning {
  const { comboCount, groupCount, repeatCount, totalCount: otherCount } = message
  const item = itemOf(message.gift)
  const count = totalOf({ comboCount, groupCount, repeatCount, otherCount })
  if (!item || count === undefined) return undefined
  return [
    {
      type: 'gift',
      ...stampOf(envelope, message.common?.createTime),
      ...given({ user: userOf(message.user, envelope) }),
      ...item,
      ...given({ to: userOf(message.toUser, envelope) }),
      count,
      ...tallyOf(message),
    },
  ]
}

function tallyOf(message: GiftMessage): Pick<GiftDraft, 'tally' | 'combo'> {
  const { gift: item, groupId, repeatEnd, sendType } = message
  const streak = item?.combo === true || sendType.toNumber() === streakSendType
  if (!streak) return { tally: 'added' }
  return { tally: 'total', combo: { group: groupId.toString(), final: repeatEnd === summary } }
}
