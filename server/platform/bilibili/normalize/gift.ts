import type { GiftItem, Money } from '../../../../proto/feed/index.ts'
import type { GiftDraft, ReadContext, RoomContext } from '../../platform.ts'
import {
  addressOf,
  countOf,
  type Fields,
  fieldsOf,
  idOf,
  nameOf,
  positiveOf,
  secondsOf,
  textOf,
} from '../../json/field.ts'
import { coin, gold, silver } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { jsonBadgeOf, shownBadge } from '../fan.ts'
import { eventId } from '../id.ts'
import { anonymousEffects, isAnonymous, jsonUinfoOf, type Uinfo } from '../uinfo.ts'
import { receiverOf, userOf } from '../user.ts'

/** The unparsed fields of one gift; the same for both of its forms. */
export interface GiftFacts {
  readonly id: unknown
  readonly name: unknown
  readonly image?: unknown
  readonly count: unknown
  /** The listed price of one. */
  readonly price: unknown
  /** The paid amount: the price of the box for an item from one. */
  readonly paid: unknown
  readonly coin: unknown
  /** The transaction: the same in both forms of one gift. */
  readonly transaction: unknown
  readonly seconds: unknown
  readonly group: unknown
  readonly waitSeconds: unknown
}

/** A gift without its giver and receiver. */
export type BareGift = Omit<GiftDraft, 'user' | 'to' | 'box'>

/**
 * Reads `SEND_GIFT`, the JSON form. Each message adds to the earlier ones, so these are summed and
 * the totals of `COMBO_SEND` are left out.
 */
export function gift(command: Command, tools: ReadContext): Normalized {
  const data = fieldsOf<GiftField>(command['data'])
  const uinfo = jsonUinfoOf(data.sender_uinfo)
  const bare = bareGift(data, uinfo, tools)
  if (bare === undefined) return undefined
  const receiver = fieldsOf<'uid' | 'uname'>(data.receive_user_info)
  const roomContext = roomContextOf(receiver.uid, tools.roomContext)
  const user = userOf({
    uid: data.uid,
    name: data.uname,
    face: data.face,
    level: data.wealth_level,
    guard: data.guard_level,
    fan: shownBadge(uinfo, jsonBadgeOf(data.medal_info, roomContext), roomContext),
    uinfo,
  })
  const blind = fieldsOf<'original_gift_id' | 'original_gift_name'>(data.blind_gift)
  const box = boxOf(blind.original_gift_id, blind.original_gift_name)
  const to = receiverOf(receiver.uid, receiver.uname, tools.roomContext)
  return [omitUndefined({ ...bare, user, to, box }), ...anonymousEffects(data.uid, uinfo)]
}

type GiftField =
  | 'uid'
  | 'uname'
  | 'face'
  | 'wealth_level'
  | 'guard_level'
  | 'medal_info'
  | 'sender_uinfo'
  | 'receive_user_info'
  | 'blind_gift'
  | 'giftId'
  | 'giftName'
  | 'gift_info'
  | 'num'
  | 'price'
  | 'total_coin'
  | 'coin_type'
  | 'tid'
  | 'timestamp'
  | 'batch_combo_id'
  | 'combo_stay_time'

function bareGift(data: Fields<GiftField>, uinfo: Uinfo, tools: ReadContext): BareGift | undefined {
  return bareGiftOf({
    id: data.giftId,
    name: data.giftName,
    image: fieldsOf<'img_basic'>(data.gift_info).img_basic,
    count: data.num,
    price: data.price,
    paid: data.total_coin,
    coin: data.coin_type,
    transaction: data.tid,
    seconds: data.timestamp,
    group: groupOf(data.batch_combo_id, { uid: data.uid, uinfo }, tools),
    waitSeconds: data.combo_stay_time,
  })
}

/** Reads a gift; undefined if its id, its count or its paid amount is missing. */
export function bareGiftOf(facts: GiftFacts): BareGift | undefined {
  const id = idOf(facts.id)
  const count = positiveOf(facts.count)
  const coins = coinsOf(facts.coin)
  const price = countOf(facts.price)
  const paid = countOf(facts.paid)
  if (id === undefined || count === undefined) return undefined
  if (coins === undefined || price === undefined || paid === undefined) return undefined
  const transaction = idOf(facts.transaction)
  const group = textOf(facts.group)
  const idleMs = secondsOf(facts.waitSeconds)
  return omitUndefined({
    type: 'gift',
    id: eventId('gift', transaction),
    at: secondsOf(facts.seconds),
    gift: omitUndefined({ id, name: nameOf(facts.name), image: addressOf(facts.image) }),
    price: coins(price),
    tally: 'added',
    count,
    value: coins(paid),
    combo: group === undefined ? undefined : omitUndefined({ group, final: false, idleMs }),
  })
}

/** The fields of the giver on which the key of a streak depends. */
export interface Giver {
  readonly uid: unknown
  readonly uinfo: Uinfo
}

/**
 * Returns the streak's key. It holds the sender's uid, and if that is hidden a hash of it, which
 * may be reversible: then only a keyed hash is published. For anonymous viewers it is the same for
 * all, so their gifts form no streaks.
 */
export function groupOf(
  value: unknown,
  { uid, uinfo }: Giver,
  tools: ReadContext,
): string | undefined {
  const group = isAnonymous(uid, uinfo) ? undefined : textOf(value)
  return group === undefined || idOf(uid) !== undefined ? group : `masked-${tools.mask(group)}`
}

/** Returns the blind box of a gift. */
export function boxOf(id: unknown, name: unknown): GiftItem | undefined {
  const boxId = idOf(id)
  return boxId === undefined ? undefined : omitUndefined({ id: boxId, name: nameOf(name) })
}

/**
 * Returns the room context of a gift; its receiver is taken as the anchor if the anchor is unknown.
 */
export function roomContextOf(
  receiver: unknown,
  roomContext: RoomContext | undefined,
): RoomContext {
  return omitUndefined({ anchor: idOf(receiver), ...roomContext })
}

function coinsOf(type: unknown): ((amount: number) => Money) | undefined {
  switch (type) {
    case 'gold':
      return gold
    case 'silver':
      return silver
    default:
      // An unknown kind of coins is counted in its own unit, because its value is unknown.
      return textOf(type) === undefined ? undefined : coin
  }
}
