import { type Envelope, type Meaning, stampOf } from '../envelope.ts'
import { idOf, timeOf } from '../field.ts'
import { given } from '../given.ts'
import type { LotteryDrawResultEventMessage, LotteryEventNewMessage } from '../message.ts'

const open = 1 // what other values mean nobody knows

/** A draw among viewers (福袋) is open. */
export function lottery(message: LotteryEventNewMessage, envelope: Envelope): Meaning {
  const lotteryId = idOf(message.lotteryId)
  if (lotteryId === undefined || message.lotteryStatus !== open) return undefined
  const { awardName, conditionsDetail } = message
  const conditions = conditionsDetail.flatMap(({ content }) => (content ? [content] : []))
  return [
    {
      type: 'lottery',
      ...stampOf(envelope, message.common?.createTime),
      lotteryId,
      state: 'open',
      ...given({
        prizes: awardName === '' ? undefined : [{ name: awardName }],
        conditions: conditions.length > 0 ? conditions : undefined,
        startsAt: timeOf(message.lotteryStartTime),
        endsAt: timeOf(message.lotteryDrawTime),
      }),
    },
  ]
}

/** A draw was held. Of who won, the message tells ids alone: nobody one could name. */
export function lotteryDrawn(
  { common, lotteryId }: LotteryDrawResultEventMessage,
  envelope: Envelope,
): Meaning {
  const id = idOf(lotteryId)
  if (id === undefined) return undefined
  const stamp = stampOf(envelope, common?.createTime)
  return [{ type: 'lottery', ...stamp, lotteryId: id, state: 'drawn' }]
}
