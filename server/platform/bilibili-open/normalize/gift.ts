import type { GiftItem, User } from '../../../../proto/feed/index.ts'
import type { ComboHint, ReadContext, RoomContext } from '../../platform.ts'
import { totalPrice } from '../../total-price.ts'
import {
  addressOf,
  countOf,
  type Fields,
  fieldsOf,
  idOf,
  nameOf,
  secondsOf,
} from '../../json/field.ts'
import { gold, silver } from '../../bilibili-packet/money.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { messageId } from '../id.ts'
import { type UserField, userOf } from '../user.ts'

/**
 * Reads `SEND_GIFT`. `price` is the list price even of a free gift, `r_price` the real value of
 * one, and `paid` is true if it was paid for.
 */
export function gift(command: Command, { roomContext }: ReadContext): Normalized {
  const data = fieldsOf<GiftField>(command['data'])
  const user = userOf(data)
  const item = itemOf(data)
  const count = countOf(data.gift_num)
  const price = countOf(data.price)
  const worth = countOf(data.r_price)
  if (item === undefined || count === undefined) return undefined
  if (price === undefined || worth === undefined || typeof data.paid !== 'boolean') return undefined
  const coins = data.paid ? gold : silver
  return [
    omitUndefined({
      type: 'gift',
      id: messageId(data.msg_id),
      at: secondsOf(data.timestamp),
      user,
      gift: item,
      price: coins(price),
      tally: 'added',
      count,
      value: coins(totalPrice(worth, count)),
      combo: data.combo_gift === true ? comboOf(data.combo_info) : undefined,
      to: receiverOf(data.anchor_info, roomContext),
      box: boxOf(data.blind_gift),
    }),
  ]
}

type ItemField = 'gift_id' | 'gift_name' | 'gift_icon'

type GiftField =
  | UserField
  | ItemField
  | 'msg_id'
  | 'timestamp'
  | 'gift_num'
  | 'price'
  | 'r_price'
  | 'paid'
  | 'combo_gift'
  | 'combo_info'
  | 'blind_gift'
  | 'anchor_info'

function itemOf(data: Fields<ItemField>): GiftItem | undefined {
  const id = idOf(data.gift_id)
  if (id === undefined) return undefined
  return omitUndefined({ id, name: nameOf(data.gift_name), image: addressOf(data.gift_icon) })
}

/**
 * Returns the receiver: of several anchors in one room, a gift may go to another than the room's
 * own.
 */
function receiverOf(value: unknown, roomContext: RoomContext | undefined): User | undefined {
  const receiver = fieldsOf<'open_id' | 'uname' | 'uface'>(value)
  const isOther = roomContext?.anchor !== undefined && receiver.open_id !== roomContext.anchor
  return isOther ? userOf(receiver) : undefined
}

function comboOf(value: unknown): ComboHint | undefined {
  const info = fieldsOf<'combo_id' | 'combo_timeout'>(value)
  const group = idOf(info.combo_id)
  if (group === undefined) return undefined
  return omitUndefined({ group, final: false, idleMs: secondsOf(info.combo_timeout) })
}

/** Reads the blind box: the open platform sends its number, not its name. */
function boxOf(value: unknown): GiftItem | undefined {
  const blind = fieldsOf<'status' | 'blind_gift_id'>(value)
  const id = idOf(blind.blind_gift_id)
  return blind.status === true && id !== undefined ? { id, name: '盲盒' } : undefined
}
