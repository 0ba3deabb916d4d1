import type { Prize, Winner } from '../../../../proto/feed/index.ts'
import {
  addressOf,
  countOf,
  fieldsOf,
  idOf,
  isObject,
  itemsOf,
  listOf,
  nameOf,
  positiveOf,
  secondsOf,
  textOf,
} from '../../json/field.ts'
import { battery, gold } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { feedId } from '../id.ts'
import { jsonUinfoOf } from '../uinfo.ts'
import { listedUserOf, userOf } from '../user.ts'

/**
 * Reads `POPULARITY_RED_POCKET_NEW`: a red packet was bought. It has the price; the start has the
 * content, worth a fifth less, so only this one has a `value` and sums stay correct.
 */
export function redpacketBought(command: Command): Normalized {
  const data = fieldsOf<BoughtField>(command['data'])
  const id = idOf(data.lot_id)
  const price = countOf(data.price)
  const user = userOf({ uid: data.uid, name: data.uname, uinfo: jsonUinfoOf(data.sender_uinfo) })
  if (id === undefined || price === undefined) return undefined
  const at = secondsOf(data.current_time)
  return [
    omitUndefined({
      type: 'redpacket',
      id: redpacketEventId(id, 'bought'),
      at,
      user,
      packetId: id,
      state: 'open',
      value: battery(price),
    }),
  ]
}

type BoughtField = 'lot_id' | 'uid' | 'uname' | 'price' | 'current_time' | 'sender_uinfo'

/** Reads `POPULARITY_RED_POCKET_START`: viewers can open it now. */
export function redpacketOpen(command: Command): Normalized {
  const data = fieldsOf<StartField>(command['data'])
  const id = idOf(data.lot_id)
  const user = userOf({
    uid: data.sender_uid,
    name: data.sender_name,
    face: data.sender_face,
    uinfo: jsonUinfoOf(data.sender_uinfo),
  })
  if (id === undefined) return undefined
  const startsAt = secondsOf(data.start_time)
  const endsAt = secondsOf(data.end_time)
  const line = textOf(data.danmu)
  return [
    omitUndefined({
      type: 'redpacket',
      id: redpacketEventId(id, 'open'),
      at: startsAt,
      startsAt,
      user,
      packetId: id,
      state: 'open',
      prizes: listOf(data.awards)?.map(prizeOf),
      conditions: line === undefined ? undefined : [line],
      endsAt,
    }),
  ]
}

type StartField =
  | 'lot_id'
  | 'sender_uid'
  | 'sender_name'
  | 'sender_face'
  | 'sender_uinfo'
  | 'start_time'
  | 'end_time'
  | 'danmu'
  | 'awards'

/** Reads `POPULARITY_RED_POCKET_WINNER_LIST`: the winners and their gifts. */
export function redpacketDrawn(command: Command): Normalized {
  const data = fieldsOf<'lot_id' | 'winner_info' | 'awards'>(command['data'])
  const id = idOf(data.lot_id)
  if (id === undefined) return undefined
  const hasAwards = isObject(data.awards)
  const awards = new Map(Object.entries(fieldsOf<string>(data.awards)))
  return [
    omitUndefined({
      type: 'redpacket',
      id: redpacketEventId(id, 'drawn'),
      packetId: id,
      state: 'drawn',
      prizes: hasAwards ? [...awards.values()].map(awardOf) : undefined,
      winners: listOf(data.winner_info)?.map((winner) => winnerOf(winner, awards)),
    }),
  ]
}

function prizeOf(value: unknown): Prize {
  const prize = fieldsOf<'gift_name' | 'gift_pic' | 'num'>(value)
  const image = addressOf(prize.gift_pic)
  return omitUndefined({ name: nameOf(prize.gift_name), count: positiveOf(prize.num), image })
}

function awardOf(value: unknown): Prize {
  const award = fieldsOf<'award_name' | 'award_pic' | 'award_price'>(value)
  const price = positiveOf(award.award_price)
  return omitUndefined({
    name: nameOf(award.award_name),
    image: addressOf(award.award_pic),
    value: price === undefined ? undefined : gold(price),
  })
}

/** Reads a winner, which is a row: uid, name, bag, gift. */
function winnerOf(value: unknown, awards: ReadonlyMap<string, unknown>): Winner {
  const [uid, name, , gift] = itemsOf(value)
  const prize = nameOf(fieldsOf<'award_name'>(awards.get(idOf(gift) ?? '')).award_name)
  return omitUndefined({ user: listedUserOf({ uid, name }), prize })
}

function redpacketEventId(id: string, step: string): string {
  return feedId(`redpacket-${id}-${step}`)
}
