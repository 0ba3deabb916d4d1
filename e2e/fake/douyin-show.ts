import { between, pick, type Random, seededRandom } from '../../server/lib/random.ts'
import { chatMessage, giftMessage, type Person } from './douyin-message.ts'
import type { RoomMessage } from './douyin-wire.ts'

/** A broadcast that was made up, and what is true of it. */
export interface Show {
  /** In the order they are sent. */
  readonly messages: readonly RoomMessage[]
  readonly truth: Truth
}

/** What must come out at the other end, whatever happened on the way. */
export interface Truth {
  /** Ids of all chat lines, in order. */
  readonly chats: readonly string[]
  /** Items, by giver. */
  readonly gifts: Readonly<Record<string, number>>
  readonly diamonds: number
}

// Two whose ids are the same number to JavaScript.
const people: readonly Person[] = [
  { id: 7600000000000000011n, name: '观众甲' },
  { id: 7600000000000000012n, name: '观众乙 🌙' },
  { id: 7600000000000000400n, name: '观众丙' },
]

const price = 9
const firstId = 7650000000000001000n

/** Makes up `rounds` rounds of chat and streaks, the same for the same seed. */
export function makeShow(seed: number, rounds: number): Show {
  const random = seededRandom(seed)
  const messages: RoomMessage[] = []
  const chats: string[] = []
  const gifts: Record<string, number> = {}
  const nextId = (): bigint => firstId + BigInt(messages.length)
  for (let round = 0; round < rounds; round++) {
    const id = nextId()
    messages.push(chatMessage(id, pick(random, people), `line ${round}`))
    chats.push(String(id))
    // Everybody's streak of a round has the same group: it is only the second they began in.
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

/** Totals as they come: some left out, some late, the last one twice and its end sometimes lost. */
function stepsTo(total: number, random: Random): { total: number; end: boolean }[] {
  const steps = Array.from({ length: total }, (_, i) => ({ total: i + 1, end: false }))
  const seen = steps.filter((step) => step.total === total || random() > 0.3)
  const [late] = seen.length > 2 ? seen.splice(between(random, 0, seen.length - 2), 1) : []
  const end = random() > 0.3 ? [{ total, end: true }] : []
  return [...seen, ...(late ? [late] : []), ...end]
}
