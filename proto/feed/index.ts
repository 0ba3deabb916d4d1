/** The public types of the contract, generated from `schema/`. */
export type {
  ChatEvent,
  ChatPart,
  Combo,
  Coverage,
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
  NoticeEvent,
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
} from '../gen/feed.ts'
export { closeCodes, isRefusal } from './close.ts'
export { type Draft, type Raw } from './draft.ts'
export { droppableTypes, eventTypes, type EventType } from './type.ts'
export { type ProblemCode, problemCodes } from './problem-code.ts'
export { type ReasonCode, reasonCodes } from './reason-code.ts'
export { parseRoomId, type RoomId } from './room-id.ts'
export { asTest, isTestName, testIdOf, testSourceOf } from './test-name.ts'
export { formatPosition, parsePosition, type Position } from './position.ts'
