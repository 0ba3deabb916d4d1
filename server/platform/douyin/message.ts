import { Message, Text } from '../../../proto/gen/douyin.js'

/**
 * The generated classes of every message that is read. Only this file and `frame.ts` import the
 * generated code.
 */
export {
  AudioChatMessage,
  BindingGiftMessage,
  ChatMessage,
  CommonLuckyMoneyMessage,
  ControlMessage,
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
  ScreenChatMessage,
  SocialMessage,
} from '../../../proto/gen/douyin.js'

/** The parts of messages. */
export type {
  AudienceRank,
  Common,
  GiftInfo,
  GiftStruct,
  Image,
  Message,
  Text,
  TextPiece,
  User,
} from '../../../proto/gen/douyin.js'

/** The generated class of a message. */
export interface Schema<T> {
  /** Decodes bytes. @throws Error if the bytes are no such message. */
  readonly decode: (bytes: Uint8Array) => T
}

/** The result of decoding. Wire garbage is data, not an exception. */
export type Decoded<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly detail: string }

/** Decodes bytes of any origin. Never throws. */
export function decode<T>(schema: Schema<T>, bytes: Uint8Array): Decoded<T> {
  try {
    return { ok: true, message: schema.decode(bytes) }
  } catch (cause) {
    return { ok: false, detail: cause instanceof Error ? cause.message : 'not decodable' }
  }
}

/** Decodes the wrapper with the method and the payload of a message. Never throws. */
export function decodeMessage(bytes: Uint8Array): Decoded<Message> {
  return decode(Message, bytes)
}

/** Decodes a line in pieces, whose bytes are decoded only on demand. */
export function decodeText(bytes: Uint8Array | null | undefined): Text.$Properties | undefined {
  if (!bytes || bytes.length === 0) return undefined
  const decoded = decode(Text, bytes)
  return decoded.ok ? decoded.message : undefined
}
