import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { itemOf, streakSendType, totalOf } from '../gift-item.ts'
import { given } from '../given.ts'
import type { LightGiftMessage } from '../message.ts'
import { userOf } from '../user.ts'

/**
 * Somebody gave a small gift that is shown without fuss. Such a message names no group, so a step
 * of a streak cannot be told from the next streak: better none than a wrong sum.
 */
export function lightGift(message: LightGiftMessage, envelope: Envelope): Meaning {
  const { comboCount, common, count: otherCount, giftStruct, groupCount, repeatCount } = message
  const item = itemOf(giftStruct)
  const count = totalOf({ comboCount, groupCount, repeatCount, otherCount })
  const streak = giftStruct?.combo === true || message.sendType.toNumber() === streakSendType
  if (!item || count === undefined || streak) return undefined
  return [
    {
      type: 'gift',
      ...stampOf(envelope, common?.createTime),
      ...given({ user: userOf(common?.user, envelope) }),
      ...item,
      tally: 'added',
      count,
    },
  ]
}
