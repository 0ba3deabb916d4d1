import { type Envelope, type Normalized, stampOf } from '../envelope.ts'
import { idOf, textOf, timeOf } from '../field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { LotteryDrawResultEventMessage, LotteryEventNewMessage } from '../message.ts'
import { winnersOf } from '../user.ts'

const open = 1

// A real draw has two or three conditions.
const mostConditions = 20

/** Reads a draw among viewers (福袋). */
export function lottery(message: LotteryEventNewMessage, envelope: Envelope): Normalized {
  const lotteryId = idOf(message.lotteryId)
  const state = stateOf(message)
  if (lotteryId === undefined) return undefined
  if (state === undefined) return message.lotteryStatus === 0 ? undefined : 'raw'
  const { awardName, conditionsDetail } = message
  const name = textOf(awardName)
  const conditions = conditionsDetail
    .slice(0, mostConditions)
    .flatMap(({ content }) => textOf(content) ?? [])
  return [
    {
      type: 'lottery',
      ...stampOf(envelope, message.common?.createTime),
      lotteryId,
      state,
      ...omitUndefined({
        prizes: name === undefined ? undefined : [{ name }],
        conditions: conditions.length > 0 ? conditions : undefined,
        startsAt: timeOf(message.lotteryStartTime),
        endsAt: timeOf(message.lotteryDrawTime),
      }),
    },
  ]
}

/** Returns the state; an unknown status is open until the time of the draw. */
function stateOf(message: LotteryEventNewMessage): 'open' | 'closed' | undefined {
  if (message.lotteryStatus === open) return 'open'
  const drawAt = timeOf(message.lotteryDrawTime)
  const now = timeOf(message.lotteryCurrentTime)
  if (drawAt === undefined || now === undefined) return undefined
  return now < drawAt ? 'open' : 'closed'
}

/** Reads the result of a draw, which contains only the ids of the winners. */
export function lotteryDrawn(
  { common, lotteryId, userIds }: LotteryDrawResultEventMessage,
  envelope: Envelope,
): Normalized {
  const id = idOf(lotteryId)
  if (id === undefined) return undefined
  const stamp = stampOf(envelope, common?.createTime)
  const winners = winnersOf(userIds.map((userId) => idOf(userId)))
  return [
    { type: 'lottery', ...stamp, lotteryId: id, state: 'drawn', ...omitUndefined({ winners }) },
  ]
}
