import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { countOf, idOf, positiveOf, timeOf } from '../field.ts'
import { diamonds } from '../gift-item.ts'
import { given } from '../given.ts'
import type { LuckyBoxEndMessage, LuckyBoxMessage } from '../message.ts'
import { userOf } from '../user.ts'

/** Somebody put out a box of diamonds (红包); after the delay it is for who grabs first. */
export function luckyBox(message: LuckyBoxMessage, envelope: Envelope): Meaning {
  const packetId = idOf(message.boxId)
  if (packetId === undefined) return undefined
  const value = positiveOf(message.diamondCount)
  const startsAt = timeOf(message.sendTime)
  const delay = countOf(message.delayTime) ?? 0
  return [
    {
      type: 'redpacket',
      ...stampOf(envelope, message.common?.createTime),
      ...given({ user: userOf(message.user, envelope) }),
      packetId,
      state: 'open',
      ...given({
        value: value === undefined ? undefined : diamonds(value),
        startsAt,
        endsAt: startsAt === undefined ? undefined : startsAt + delay * 1000,
      }),
    },
  ]
}

/** A box is empty, or its time is over. */
export function luckyBoxEnd(message: LuckyBoxEndMessage, envelope: Envelope): Meaning {
  const packetId = idOf(message.boxId)
  if (packetId === undefined) return undefined
  const stamp = stampOf(envelope, message.common?.createTime)
  return [{ type: 'redpacket', ...stamp, packetId, state: 'closed' }]
}
