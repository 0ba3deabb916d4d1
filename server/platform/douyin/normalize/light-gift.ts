import { type Envelope, type Normalized } from '../envelope.ts'
import { itemOf, lightTotalOf } from '../gift-item.ts'
import type { LightGiftMessage } from '../message.ts'
import { userStampOf } from '../user.ts'

/**
 * Reads a small gift that the site shows without an effect. The gift and its price are in one of
 * two fields. The message has no group, so each is added, independent of the way it was sent.
 */
export function lightGift(message: LightGiftMessage, envelope: Envelope): Normalized {
  const { comboCount, common, giftInfo: info, giftStruct, groupCount, repeatCount } = message
  const item = itemOf({ gift: giftStruct, info })
  const count = lightTotalOf({ comboCount, groupCount, repeatCount, otherCount: message.count })
  if (!item || count === undefined) return undefined
  return [
    {
      type: 'gift',
      ...userStampOf(envelope, common?.user, common?.createTime),
      ...item,
      tally: 'added',
      count,
    },
  ]
}
