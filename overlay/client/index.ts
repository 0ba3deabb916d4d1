/** The public interface of `danmu-relay/client`. */
export { connect, type ConnectOptions } from './connect.ts'
export {
  type Arrival,
  type Feed,
  type FeedCalls,
  type FeedListener,
  type FeedStatus,
  Refused,
} from './feed.ts'
export type { TicketSource } from './open.ts'
export type { CloseLike, MessageLike, Socket } from './client.ts'
export type { SocketClass } from './socket.ts'
export type { FeedState, SourceFacts, Status } from './reduce.ts'
export type {
  ChatEvent,
  ChatPart,
  Combo,
  EventType,
  FanBadge,
  FeedEvent,
  FeedFrame,
  FeedMessage,
  GapFrame,
  GiftEvent,
  GiftItem,
  HeadFrame,
  HelloFrame,
  MembershipEvent,
  Money,
  Position,
  Prize,
  RankEvent,
  RankRow,
  RawMessage,
  RoomEvent,
  SkipFrame,
  SourceEvent,
  StatsEvent,
  SuperchatEvent,
  User,
  Winner,
} from '../../proto/feed/index.ts'
export { closeCodes, formatPosition, parsePosition } from '../../proto/feed/index.ts'
