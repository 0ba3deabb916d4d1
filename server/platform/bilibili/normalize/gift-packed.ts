import type { User } from '../../../../proto/feed/index.ts'
import { bilibili } from '../../../../proto/gen/bilibili.js'
import type { GiftDraft, ReadContext, RoomContext } from '../../platform.ts'
import { fieldsOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import type { Command, Normalized } from '../../bilibili-packet/read.ts'
import { badgeOf, shownBadge } from '../fan.ts'
import { decodeBase64 } from '../protobuf.ts'
import { anonymousEffects, packedUinfoOf, type Uinfo } from '../uinfo.ts'
import { receiverOf, userOf } from '../user.ts'
import { type BareGift, bareGiftOf, boxOf, groupOf, roomContextOf } from './gift.ts'

/**
 * Reads `SEND_GIFT_V2`, the protobuf form. An opened box comes as several items in one message, and
 * each is a gift: Bilibili's own page shows only the first.
 */
export function giftPacked(command: Command, tools: ReadContext): Normalized {
  const data = fieldsOf<'pb'>(command['data'])
  const message = decodeBase64(data.pb, bilibili.SendGift)
  if (message === undefined || message.items.length === 0) return undefined
  // The official page shows the gift only if this is set; the meaning of the others is unknown.
  if (!message.switch) return 'set-aside'
  const { blindGift } = message
  const giver = { uid: message.uid.toString(), uinfo: packedUinfoOf(message.uinfo) }
  const box = boxOf(blindGift?.originalGiftId?.toString(), blindGift?.originalGiftName)
  const gifts: GiftDraft[] = []
  for (const item of message.items) {
    const group = groupOf(item.batchComboId, giver, tools)
    const bare = itemOf(item, group)
    if (bare === undefined) return undefined
    const receiver = item.receiver?.uid?.toString()
    const user = senderOf(message, giver.uinfo, roomContextOf(receiver, tools.roomContext))
    const to = receiverOf(receiver, item.receiver?.uname, tools.roomContext)
    gifts.push(omitUndefined({ ...bare, user, to, box }))
  }
  return [...distinct(gifts), ...anonymousEffects(giver.uid, giver.uinfo)]
}

function senderOf(
  message: bilibili.SendGift,
  uinfo: Uinfo,
  roomContext: RoomContext,
): User | undefined {
  const { medal, wealth } = message
  const worn = badgeOf(
    {
      name: medal?.medalName,
      level: medal?.medalLevel,
      badgeRoom: medal?.anchorRoomid?.toString(),
      badgeAnchor: medal?.targetId?.toString(),
    },
    roomContext,
  )
  return userOf({
    uid: message.uid.toString(),
    name: message.uname,
    face: message.face,
    level: wealth?.level,
    guard: message.guardLevel,
    fan: shownBadge(uinfo, worn, roomContext),
    uinfo,
  })
}

function itemOf(
  item: bilibili.SendGift.Item.$Properties,
  group: string | undefined,
): BareGift | undefined {
  return bareGiftOf({
    id: item.giftId?.toString(),
    name: item.giftName,
    image: item.giftInfo?.imgBasic,
    count: item.num?.toString(),
    price: item.price?.toString(),
    paid: paidFor(item),
    coin: item.coinType,
    transaction: item.tid,
    seconds: item.timestamp?.toString(),
    group,
    waitSeconds: item.comboStayTime?.toString(),
  })
}

/**
 * Returns the paid amount. Protobuf omits zeros, so a paid amount of 0 for a gift with a price is
 * taken as missing.
 */
function paidFor({ price, totalCoin }: bilibili.SendGift.Item.$Properties): string | undefined {
  const paid = totalCoin?.toString()
  return paid === '0' && price?.toString() !== '0' ? undefined : paid
}

/** Items of one message are different gifts even if they share a transaction. */
function distinct(gifts: readonly GiftDraft[]): GiftDraft[] {
  const seen = new Map<string, number>()
  return gifts.map((gift) => {
    if (gift.id === undefined) return gift
    const earlier = seen.get(gift.id) ?? 0
    seen.set(gift.id, earlier + 1)
    return earlier === 0 ? gift : { ...gift, id: `${gift.id}-${earlier + 1}` }
  })
}
