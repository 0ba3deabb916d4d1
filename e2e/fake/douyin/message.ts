import { encode, type RoomMessage } from './wire.ts'

/** A user in a room. */
export interface Person {
  readonly id: bigint
  readonly name: string
}

/** One step of a streak. */
export interface GiftStep {
  readonly person: Person
  /** The second of its start: the same for all streaks of that second. */
  readonly group: number
  readonly giftId: number
  readonly diamonds: number
  /** The running total. */
  readonly total: number
  readonly end: boolean
}

/** Returns a chat line of a given second. */
export function chatMessage(
  id: bigint,
  { id: user, name }: Person,
  text: string,
  at = 1_776_121_380,
): RoomMessage {
  const payload = encode([
    [1, common('WebcastChatMessage', id)],
    [2, person(user, name)],
    [3, text],
    [15, at],
  ])
  return { method: 'WebcastChatMessage', id, payload }
}

const firstChatId = 7650000000000000000n
const viewer: Person = { id: 7600000000000000011n, name: '观众甲' }

/** Returns the n-th chat line of a viewer. */
export function chatLine(n: number): RoomMessage {
  return chatMessage(firstChatId + BigInt(n), viewer, `line ${n}`)
}

/** Returns the number of a chat line by its id. */
export function numberOfChatLine(id: string): number {
  return Number(BigInt(id) - firstChatId)
}

/** Returns a step of a gift streak. */
export function giftMessage(id: bigint, step: GiftStep): RoomMessage {
  const { giftId, diamonds, end, group, total } = step
  const payload = encode([
    [1, common('WebcastGiftMessage', id)],
    [2, giftId],
    [4, 1],
    [5, total],
    [6, total],
    [7, person(step.person.id, step.person.name)],
    [9, end ? 1 : 0],
    [11, group],
    [
      15,
      encode([
        [5, giftId],
        [10, 1],
        [12, diamonds],
        [16, `gift ${giftId}`],
      ]),
    ],
    [17, 4],
  ])
  return { method: 'WebcastGiftMessage', id, payload }
}

/** Returns the entrance of a viewer. */
export function enterMessage(id: bigint, { id: user, name }: Person): RoomMessage {
  const payload = encode([
    [1, common('WebcastMemberMessage', id)],
    [2, person(user, name)],
    [10, 1],
  ])
  return { method: 'WebcastMemberMessage', id, payload }
}

/** Returns a follow or a share of a viewer. */
export function socialMessage(
  id: bigint,
  { id: user, name }: Person,
  action: 'follow' | 'share',
): RoomMessage {
  const payload = encode([
    [1, common('WebcastSocialMessage', id)],
    [2, person(user, name)],
    [4, action === 'follow' ? 1 : 3],
  ])
  return { method: 'WebcastSocialMessage', id, payload }
}

/** Returns a like of a viewer. */
export function likeMessage(id: bigint, { id: user, name }: Person): RoomMessage {
  const payload = encode([
    [1, common('WebcastLikeMessage', id)],
    [2, 3],
    [3, 1000],
    [5, person(user, name)],
  ])
  return { method: 'WebcastLikeMessage', id, payload }
}

/** Returns the message at the end of a broadcast. */
export function endMessage(id: bigint): RoomMessage {
  const payload = encode([
    [1, common('WebcastControlMessage', id)],
    [2, 3],
  ])
  return { method: 'WebcastControlMessage', id, payload }
}

function common(method: string, id: bigint): Buffer {
  return encode([
    [1, method],
    [2, id],
  ])
}

function person(id: bigint, name: string): Buffer {
  return encode([
    [1, id],
    [3, name],
    [66, 1],
  ])
}
