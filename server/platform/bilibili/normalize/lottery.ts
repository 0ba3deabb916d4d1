import type { Prize, Winner } from '../../../../proto/feed/index.ts'
import {
  addressOf,
  type Fields,
  fieldsOf,
  idOf,
  listOf,
  nameOf,
  positiveOf,
  secondsOf,
  textOf,
} from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { feedId } from '../id.ts'
import { listedUserOf } from '../user.ts'

type PrizeField = 'award_name' | 'award_num' | 'award_image'

/** Reads `ANCHOR_LOT_START`: the anchor starts a draw. */
export function lotteryOpen(command: Command): Normalized {
  const data = fieldsOf<StartField>(command['data'])
  const id = idOf(data.id)
  const prize = prizeOf(data)
  if (id === undefined) return undefined
  const startsAt = secondsOf(data.current_time)
  const lastsMs = secondsOf(data.time)
  const conditions = conditionsOf(data)
  return [
    omitUndefined({
      type: 'lottery',
      id: lotteryEventId(id, 'open'),
      lotteryId: id,
      state: 'open',
      prizes: prize && [prize],
      conditions: conditions.length > 0 ? conditions : undefined,
      at: startsAt,
      startsAt,
      endsAt: startsAt !== undefined && lastsMs !== undefined ? startsAt + lastsMs : undefined,
    }),
  ]
}

type StartField = PrizeField | ConditionField | 'id' | 'current_time' | 'time'

/** Reads `ANCHOR_LOT_AWARD`: the winners. */
export function lotteryDrawn(command: Command): Normalized {
  const data = fieldsOf<'id' | 'award_users' | PrizeField>(command['data'])
  const id = idOf(data.id)
  const prize = prizeOf(data)
  if (id === undefined) return undefined
  return [
    omitUndefined({
      type: 'lottery',
      id: lotteryEventId(id, 'drawn'),
      lotteryId: id,
      state: 'drawn',
      prizes: prize && [prize],
      winners: listOf(data.award_users)?.map((winner) => winnerOf(winner, prize?.name)),
    }),
  ]
}

/** Reads `ANCHOR_LOT_END`: the draw accepts no more viewers. */
export function lotteryClosed(command: Command): Normalized {
  const id = idOf(fieldsOf<'id'>(command['data']).id)
  if (id === undefined) return undefined
  const event = lotteryEventId(id, 'closed')
  return [{ type: 'lottery', id: event, lotteryId: id, state: 'closed' }]
}

type ConditionField = 'require_type' | 'require_text' | 'danmu' | 'gift_id' | 'gift_name'

/** Returns the conditions to fulfil, to write and to give, as far as each is required. */
function conditionsOf(data: Fields<ConditionField>): string[] {
  return [
    // Type 0 requires nothing and has the text 无, "none".
    positiveOf(data.require_type) === undefined ? undefined : textOf(data.require_text),
    textOf(data.danmu),
    positiveOf(data.gift_id) === undefined ? undefined : textOf(data.gift_name),
  ].filter((condition) => condition !== undefined)
}

function prizeOf(data: Fields<PrizeField>): Prize | undefined {
  const name = nameOf(data.award_name)
  const count = positiveOf(data.award_num)
  const image = addressOf(data.award_image)
  const isPresent = name !== undefined || count !== undefined || image !== undefined
  return isPresent ? omitUndefined({ name, count, image }) : undefined
}

function winnerOf(value: unknown, prize: string | undefined): Winner {
  const facts = fieldsOf<'uid' | 'uname' | 'face'>(value)
  const user = listedUserOf({ uid: facts.uid, name: facts.uname, face: facts.face })
  return omitUndefined({ user, prize })
}

function lotteryEventId(id: string, state: string): string {
  return feedId(`lottery-${id}-${state}`)
}
