import { between, pick, type Random, seededRandom } from '../../../server/lib/random.ts'
import { chatMessage, giftMessage, type Person } from './message.ts'
import type { RoomMessage } from './wire.ts'

/** A generated broadcast and the facts about it. */
export interface Script {
  /** The messages in order of sending. */
  readonly messages: readonly RoomMessage[]
  readonly truth: Truth
}

/** The facts that must arrive at a client, whatever happens to the connection. */
export interface Truth {
  /** The ids of all chat lines, in order. */
  readonly chats: readonly string[]
  /** The number of items, by giver. */
  readonly gifts: Readonly<Record<string, number>>
  readonly diamonds: number
}

// Two ids that are the same number in JavaScript.
const people: readonly Person[] = [
  { id: 7600000000000000011n, name: '观众甲' },
  { id: 7600000000000000012n, name: '观众乙 🌙' },
  { id: 7600000000000000400n, name: '观众丙' },
]

const price = 9
const firstId = 7650000000000001000n

/** Generates `rounds` rounds of chat and streaks, the same for the same seed. */
export function makeScript(seed: number, rounds: number): Script {
  const random = seededRandom(seed)
  const messages: RoomMessage[] = []
  const chats: string[] = []
  const gifts: Record<string, number> = {}
  const nextId = (): bigint => firstId + BigInt(messages.length)
  for (let round = 0; round < rounds; round++) {
    const id = nextId()
    messages.push(chatMessage(id, pick(random, people), `line ${round}`))
    chats.push(String(id))
    // The streaks of all users in a round have the same group: it is only the second of their
    // start.
    for (const person of people) {
      const total = between(random, 1, 12)
      const streak = { person, group: 1_776_121_373 + round, giftId: 463, diamonds: price }
      for (const step of stepsTo(total, random)) {
        messages.push(giftMessage(nextId(), { ...streak, ...step }))
      }
      gifts[String(person.id)] = (gifts[String(person.id)] ?? 0) + total
    }
  }
  const items = Object.values(gifts).reduce((sum, count) => sum + count, 0)
  return { messages, truth: { chats, gifts, diamonds: items * price } }
}

/**
 * Returns running totals: some left out, some late, the last one twice and its end sometimes lost.
 */
function stepsTo(total: number, random: Random): { total: number; end: boolean }[] {
  const steps = Array.from({ length: total }, (_, i) => ({ total: i + 1, end: false }))
  const seen = steps.filter((step) => step.total === total || random() > 0.3)
  const [late] = seen.length > 2 ? seen.splice(between(random, 0, seen.length - 2), 1) : []
  const end = random() > 0.3 ? [{ total, end: true }] : []
  return [...seen, ...(late ? [late] : []), ...end]
}
