import type Long from 'long'
import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { countOf, idOf, positiveOf, timeOf } from '../field.ts'
import { diamonds } from '../gift-item.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type {
  Common,
  CommonLuckyMoneyMessage,
  LuckyBoxEndMessage,
  LuckyBoxMessage,
  LuckyBoxRewardMessage,
  MagicBoxMessage,
  User,
} from '../message.ts'
import { userStampOf, winnersOf } from '../user.ts'

/** The common fields of all boxes of diamonds. */
interface Box {
  readonly common?: Common.$Properties | null
  readonly diamondCount: Long
  readonly sendTime: Long
  readonly delayTime: Long
  readonly user?: User.$Properties | null
}

/**
 * Reads a box of diamonds (红包) of a viewer; after the delay the first viewers to open it get them.
 */
export function luckyBox(message: LuckyBoxMessage, envelope: Envelope): Normalized {
  return boxOf(boxIdOf(message), message, envelope)
}

/** Reads a box in an older form. */
export function luckyMoney(message: CommonLuckyMoneyMessage, envelope: Envelope): Normalized {
  return boxOf(idOf(message.luckymoneyId), message, envelope)
}

/** Reads a box in another older form. */
export function magicBox(message: MagicBoxMessage, envelope: Envelope): Normalized {
  return boxOf(idOf(message.magicBoxId), message, envelope)
}

function boxOf(packetId: string | undefined, box: Box, envelope: Envelope): Normalized {
  if (packetId === undefined) return undefined
  const value = positiveOf(box.diamondCount)
  const startsAt = timeOf(box.sendTime)
  const delay = countOf(box.delayTime) ?? 0
  return [
    {
      type: 'redpacket',
      ...userStampOf(envelope, box.user, box.common?.createTime),
      packetId,
      state: 'open',
      ...omitUndefined({
        value: value === undefined ? undefined : diamonds(value),
        startsAt,
        endsAt: startsAt === undefined ? undefined : startsAt + delay * 1000,
      }),
    },
  ]
}

/** Reads the winners of a box. */
export function luckyBoxReward(message: LuckyBoxRewardMessage, envelope: Envelope): Normalized {
  const packetId = boxIdOf(message)
  if (packetId === undefined) return undefined
  const stamp = stampOf(envelope, message.common?.createTime)
  const ids = message.rewardedUserId.map((id) => (digits.test(id) && id !== '0' ? id : undefined))
  const winners = winnersOf(ids)
  return [{ type: 'redpacket', ...stamp, packetId, state: 'drawn', ...omitUndefined({ winners }) }]
}

/** Reads the end of a box: it is empty, or its time is over. */
export function luckyBoxEnd(message: LuckyBoxEndMessage, envelope: Envelope): Normalized {
  const packetId = boxIdOf(message)
  if (packetId === undefined) return undefined
  const stamp = stampOf(envelope, message.common?.createTime)
  return [{ type: 'redpacket', ...stamp, packetId, state: 'closed' }]
}

const digits = /^\d{1,20}$/

/** Returns the id, which the message contains as a number and as a text. */
function boxIdOf({ boxId, boxIdStr }: { boxId: Long; boxIdStr: string }): string | undefined {
  return idOf(boxId) ?? (digits.test(boxIdStr) && boxIdStr !== '0' ? boxIdStr : undefined)
}
