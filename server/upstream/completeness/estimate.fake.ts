import type { FakeClock } from '../../lib/clock.fake.ts'
import { between, pick, seededRandom } from '../../lib/random.ts'
import type { ChatLine } from '../../platform/connector.ts'

/** How a site behaves that withholds lines. */
export interface WithheldOptions {
  readonly seed: number
  /** The share of the lines that the socket does not tell. */
  readonly withheld: number
  /** Which lines have an id. */
  readonly ids: 'all' | 'none' | 'every other'
}

/** A room that is said something in, and heard in part. */
export interface WithheldRoom {
  /** Says one line, and lets it be heard a moment later, or not at all. */
  readonly say: () => void
  /** The newest ten lines, in whole seconds, as a site publishes them. */
  readonly published: () => readonly ChatLine[]
  /** Of all lines that were published so far: how many there are, and how many were told. */
  readonly shown: () => { readonly lines: number; readonly told: number }
}

const publishedLines = 10
const people = 200
const words = ['666', '哈哈', 'hello', '?'] as const // the same is said again and again

/** An empty room. `hear` gets what is told, by the clock. */
export function createWithheldRoom(
  { seed, withheld, ids }: WithheldOptions,
  clock: FakeClock,
  hear: (line: ChatLine) => void,
): WithheldRoom {
  const random = seededRandom(seed)
  const lines: { readonly line: ChatLine; readonly isTold: boolean }[] = []
  const shown = new Set<number>()
  return {
    say: () => {
      const number = lines.length
      const hasId = ids === 'all' || (ids === 'every other' && number % 2 === 0)
      const name = `viewer ${between(random, 1, people)}`
      const line: ChatLine = {
        ...(hasId && { id: `line-${seed}-${number}` }),
        at: clock.now(),
        user: { id: `toy:${name}`, name },
        text: pick(random, words),
      }
      const isTold = random() >= withheld
      lines.push({ line, isTold })
      const delayMs = between(random, 50, 3_000)
      if (isTold) clock.after(delayMs, () => hear(line))
    },
    published: () => {
      const newest = lines.slice(-publishedLines)
      newest.forEach((_, index) => shown.add(lines.length - newest.length + index))
      return newest.map(({ line }) => ({ ...line, at: Math.floor((line.at ?? 0) / 1_000) * 1_000 }))
    },
    shown: () => {
      const told = [...shown].filter((index) => lines[index]?.isTold).length
      return { lines: shown.size, told }
    },
  }
}
