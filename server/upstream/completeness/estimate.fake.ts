import type { FakeClock } from '../../lib/time/clock.fake.ts'
import { between, pick, seededRandom } from '../../lib/random.ts'
import type { ChatLine } from '../../platform/connector.ts'

/** The behaviour of a site that withholds lines. */
export interface WithheldOptions {
  readonly seed: number
  /** The share of the lines that the socket does not deliver. */
  readonly withheld: number
  /** The lines that have an id. */
  readonly ids: 'all' | 'none' | 'every other'
}

/** A room whose lines are delivered in part. */
export interface WithheldRoom {
  /** Writes one line, and delivers it a moment later, or never. */
  readonly write: () => void
  /** Returns the newest ten lines, with times in whole seconds, as a site publishes them. */
  readonly published: () => readonly ChatLine[]
  /** Returns the number of lines published so far, and of those the number delivered. */
  readonly publishedSoFar: () => { readonly lines: number; readonly delivered: number }
}

const publishedLines = 10
const people = 200
const words = ['666', '哈哈', 'hello', '?'] as const // the same text is written many times

/** Creates an empty room. `receive` gets the delivered lines, by the clock. */
export function createWithheldRoom(
  { seed, withheld, ids }: WithheldOptions,
  clock: FakeClock,
  receive: (line: ChatLine) => void,
): WithheldRoom {
  const random = seededRandom(seed)
  const lines: { readonly line: ChatLine; readonly isDelivered: boolean }[] = []
  const seen = new Set<number>()
  return {
    write: () => {
      const number = lines.length
      const hasId = ids === 'all' || (ids === 'every other' && number % 2 === 0)
      const name = `viewer ${between(random, 1, people)}`
      const line: ChatLine = {
        ...(hasId && { id: `line-${seed}-${number}` }),
        at: clock.now(),
        user: { id: `toy:${name}`, name },
        text: pick(random, words),
      }
      const isDelivered = random() >= withheld
      lines.push({ line, isDelivered })
      const delayMs = between(random, 50, 3_000)
      if (isDelivered) clock.after(delayMs, () => receive(line))
    },
    published: () => {
      const newest = lines.slice(-publishedLines)
      newest.forEach((_, index) => seen.add(lines.length - newest.length + index))
      return newest.map(({ line }) => ({ ...line, at: Math.floor((line.at ?? 0) / 1_000) * 1_000 }))
    },
    publishedSoFar: () => {
      const delivered = [...seen].filter((index) => lines[index]?.isDelivered).length
      return { lines: seen.size, delivered }
    },
  }
}
