import type { GiftDraft } from '../../platform.ts'
import { type Envelope, type Meaning, platformName, stampOf } from '../envelope.ts'
import { idOf } from '../field.ts'
import { itemOf, totalOf } from '../gift-item.ts'
import { given } from '../given.ts'
import type { BindingGiftMessage, GiftMessage } from '../message.ts'
import { userOf } from '../user.ts'

// Gifts are sent one by one, in bundles, or in streaks; this `send_type` marks streaks.
const streakSendType = 4

// Upstream sums a streak up in one more message, which repeats the last total.
const summary = 1

/** Somebody gave a gift: one step of a streak as a running total, or a bundle at once. */
export function gift(message: GiftMessage, envelope: Envelope): Meaning {
  const { comboCount, gift: whole, giftId, groupCount, repeatCount, totalCount } = message
  const item = itemOf({ gift: whole, giftId })
  const count = totalOf({ comboCount, groupCount, repeatCount, otherCount: totalCount })
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

/** A streak without a group is none: its steps cannot be told from the next, each counts its own. */
function tallyOf(message: GiftMessage): Pick<GiftDraft, 'tally' | 'combo'> {
  const { gift: item, groupId, repeatEnd, sendType } = message
  const streak = item?.combo === true || sendType.toNumber() === streakSendType
  const group = idOf(groupId)
  if (!streak || group === undefined) return { tally: 'added' }
  return { tally: 'total', combo: { group, final: repeatEnd === summary } }
}

/**
 * A gift in a wrapper, such as the badge of a fan club. It is known by the id it has inside, so that
 * it counts once even where it comes by itself, too.
 */
export function bindingGift({ msg }: BindingGiftMessage, envelope: Envelope): Meaning {
  if (!msg) return undefined
  const inside = idOf(msg.common?.msgId)
  const id = inside === undefined ? envelope.id : `${platformName}:${inside}`
  // Decoded with its outer message: the generated class, not only its properties.
  return gift(msg as GiftMessage, { ...envelope, id })
}
