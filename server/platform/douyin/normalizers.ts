import type { Envelope, Normalized, Normalize } from './envelope.ts'
import {
  AudioChatMessage,
  BindingGiftMessage,
  ChatMessage,
  CommonLuckyMoneyMessage,
  ControlMessage,
  decode,
  type Decoded,
  EmojiChatMessage,
  FansclubMessage,
  GiftMessage,
  ImDeleteMessage,
  LightGiftMessage,
  LikeMessage,
  LotteryDrawResultEventMessage,
  LotteryEventNewMessage,
  LuckyBoxEndMessage,
  LuckyBoxMessage,
  LuckyBoxRewardMessage,
  MagicBoxMessage,
  MemberMessage,
  NotifyMessage,
  PrivilegeScreenChatMessage,
  RoomMessage,
  RoomRankMessage,
  RoomStatsMessage,
  RoomUserSeqMessage,
  type Schema,
  ScreenChatMessage,
  SocialMessage,
} from './message.ts'
import { chat } from './normalize/chat.ts'
import { control } from './normalize/control.ts'
import { deleted } from './normalize/delete.ts'
import { emojiChat } from './normalize/emoji-chat.ts'
import { fansclub } from './normalize/fansclub.ts'
import { bindingGift, gift } from './normalize/gift.ts'
import { lightGift } from './normalize/light-gift.ts'
import { like } from './normalize/like.ts'
import { lottery, lotteryDrawn } from './normalize/lottery.ts'
import {
  luckyBox,
  luckyBoxEnd,
  luckyBoxReward,
  luckyMoney,
  magicBox,
} from './normalize/lucky-box.ts'
import { member } from './normalize/member.ts'
import { notify, roomMessage } from './normalize/notice.ts'
import { roomRank } from './normalize/room-rank.ts'
import { roomStats } from './normalize/room-stats.ts'
import { roomUserSeq } from './normalize/room-user-seq.ts'
import { social } from './normalize/social.ts'

/** Reads the payload of one method. Pure; never throws. */
export type Reader = (payload: Uint8Array, envelope: Envelope) => Decoded<Normalized>

/**
 * The readers of all methods with events. The name of a method is `Webcast` and the name of its
 * message; the one exception is noted.
 */
export const normalizers: ReadonlyMap<string, Reader> = new Map([
  ['WebcastAudioChatMessage', reader(AudioChatMessage, chat)],
  ['WebcastBindingGiftMessage', reader(BindingGiftMessage, bindingGift)],
  ['WebcastChatMessage', reader(ChatMessage, chat)],
  ['WebcastCommonLuckyMoneyMessage', reader(CommonLuckyMoneyMessage, luckyMoney)],
  ['WebcastControlMessage', reader(ControlMessage, control)],
  ['WebcastEmojiChatMessage', reader(EmojiChatMessage, emojiChat)],
  ['WebcastFansclubMessage', reader(FansclubMessage, fansclub)],
  ['WebcastGiftMessage', reader(GiftMessage, gift)],
  ['WebcastImDeleteMessage', reader(ImDeleteMessage, deleted)],
  ['WebcastLightGiftMessage', reader(LightGiftMessage, lightGift)],
  ['WebcastLikeMessage', reader(LikeMessage, like)],
  ['WebcastLotteryDrawResultEventMessage', reader(LotteryDrawResultEventMessage, lotteryDrawn)],
  ['WebcastLotteryEventNewMessage', reader(LotteryEventNewMessage, lottery)],
  ['WebcastLuckyBoxEndMessage', reader(LuckyBoxEndMessage, luckyBoxEnd)],
  ['WebcastLuckyBoxMessage', reader(LuckyBoxMessage, luckyBox)],
  ['WebcastLuckyBoxRewardMessage', reader(LuckyBoxRewardMessage, luckyBoxReward)],
  ['WebcastMagicBoxMessage', reader(MagicBoxMessage, magicBox)],
  ['WebcastMemberMessage', reader(MemberMessage, member)],
  ['WebcastPrivilegeScreenChatMessage', reader(PrivilegeScreenChatMessage, chat)],
  ['WebcastRoomMessage', reader(RoomMessage, roomMessage)],
  ['WebcastRoomNotifyMessage', reader(NotifyMessage, notify)], // not RoomNotifyMessage
  ['WebcastRoomRankMessage', reader(RoomRankMessage, roomRank)],
  ['WebcastRoomStatsMessage', reader(RoomStatsMessage, roomStats)],
  ['WebcastRoomUserSeqMessage', reader(RoomUserSeqMessage, roomUserSeq)],
  ['WebcastScreenChatMessage', reader(ScreenChatMessage, chat)],
  ['WebcastSocialMessage', reader(SocialMessage, social)],
])

function reader<T>(schema: Schema<T>, normalize: Normalize<T>): Reader {
  return (payload, envelope) => {
    const decoded = decode(schema, payload)
    return decoded.ok ? { ok: true, message: normalize(decoded.message, envelope) } : decoded
  }
}
