import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { itemOf, lightTotalOf } from '../gift-item.ts'
import { given } from '../given.ts'
import type { LightGiftMessage } from '../message.ts'
import { userOf } from '../user.ts'

/**
 * Somebody gave a small gift that is shown without fuss. What it is and costs stands in one of two
 * places. Such a message names no group, so each counts its own, however it was sent.
 */
export function lightGift(message: LightGiftMessage, envelope: Envelope): Meaning {
  const { comboCount, common, giftInfo: info, giftStruct, groupCount, repeatCount } = message
  const item = itemOf({ gift: giftStruct, info })
  const count = lightTotalOf({ comboCount, groupCount, repeatCount, otherCount: message.count })
  if (!item || count === undefined) return undefined
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
