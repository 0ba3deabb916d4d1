import type { GiftDraft } from '../../platform.ts'
import { type Envelope, type Normalized } from '../envelope.ts'
import { feedId } from '../id.ts'
import { idOf } from '../field.ts'
import { itemOf, totalOf } from '../gift-item.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { BindingGiftMessage, GiftMessage } from '../message.ts'
import { userOf, userStampOf } from '../user.ts'

// The `send_type` of a gift in a streak; others are single gifts and bundles.
const streakSendType = 4

// Upstream ends a streak with one more message, which repeats the last total.
const summary = 1

/** Reads a gift: one step of a streak as a running total, or a bundle at once. */
export function gift(message: GiftMessage, envelope: Envelope): Normalized {
  const { comboCount, gift: whole, giftId, groupCount, repeatCount, totalCount } = message
  const item = itemOf({ gift: whole, giftId })
  const count = totalOf({ comboCount, groupCount, repeatCount, otherCount: totalCount })
  if (!item || count === undefined) return undefined
  return [
    {
      type: 'gift',
      ...userStampOf(envelope, message.user, message.common?.createTime),
      ...item,
      ...omitUndefined({ to: userOf(message.toUser, envelope) }),
      count,
      ...tallyOf(message),
    },
  ]
}

/** Returns the tally; without a group no streak can be identified, so each step is added. */
function tallyOf(message: GiftMessage): Pick<GiftDraft, 'tally' | 'combo'> {
  const { gift: item, groupId, repeatEnd, sendType } = message
  const streak = item?.combo === true || sendType.toNumber() === streakSendType
  const group = idOf(groupId)
  if (!streak || group === undefined) return { tally: 'added' }
  return { tally: 'total', combo: { group, final: repeatEnd === summary } }
}

/**
 * Reads a gift inside of another message, such as the badge of a fan club. Its id is that of the
 * inner message, so that it counts once even if the gift also arrives alone.
 */
export function bindingGift({ msg }: BindingGiftMessage, envelope: Envelope): Normalized {
  if (!msg) return undefined
  const inside = idOf(msg.common?.msgId)
  const id = inside === undefined ? envelope.id : feedId(inside)
  // The decoder creates an instance of the generated class, also for the inner message.
  return gift(msg as GiftMessage, { ...envelope, id })
}
