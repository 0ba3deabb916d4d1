import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Draft,
  droppableTypes,
  type FeedFrame,
  type SkipFrame,
} from '../../proto/feed/index.ts'
import { createFakeRoom, type FakeRoom } from '../hub/room.fake.ts'
import { chat, full, like, publish, read, type Reader, source } from './stream.fake.ts'
import { streamLimits } from './stream.ts'

test('however often a reader reconnects, it sees 1..N once each', () => {
  const step = fc.oneof(
    fc.record({ publish: fc.integer({ min: 1, max: 30 }) }),
    fc.constant('cut' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const fake = createFakeRoom(5000)
      let reader = read(fake, 'since=e1:0')
      const got: number[] = []
      const take = (): void => {
        for (const one of reader.seen) if (typeof one === 'number') got.push(one)
      }
      for (const one of steps) {
        if (one !== 'cut') publish(fake, one.publish)
        else {
          take()
          reader.stream.close()
          reader = read(fake, `since=e1:${got.at(-1) ?? 0}`)
        }
      }
      take()
      expect(got).toEqual(Array.from({ length: fake.room.head }, (_, i) => i + 1))
    }),
  )
})

function insist(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it does not hold that ${what}`)
}

/**
 * Creates a reader that follows a stream by the contract, through resets, and records what it got.
 */
function createAccount(fake: FakeRoom, filter: string, types: readonly string[]) {
  const chosen = filter === '' ? undefined : filter.replace('&types=', '').split(',')
  const wants = (seq: number): boolean => chosen?.includes(types[seq - 1] ?? '') ?? true
  const drops = (seq: number): boolean => droppableTypes.has(types[seq - 1] ?? '')
  const got = new Set<number>()
  const announced = new Set<number>()
  let position = 0
  const open = (): Reader => read(fake, `since=e1:${position}${filter}`)
  let reader = open()
  const takeSkip = ({ from, to, counts }: SkipFrame): void => {
    const spared: Record<string, number> = {}
    for (let seq = from; seq <= to; seq++) {
      if (!wants(seq) || !drops(seq)) continue
      announced.add(seq)
      spared[types[seq - 1]!] = (spared[types[seq - 1]!] ?? 0) + 1
    }
    insist(isDeepStrictEqual(counts, spared), 'a skip counts what it spares')
  }
  const take = (one: number | 'reset' | FeedFrame): void => {
    if (one === 'reset') reader = open()
    else if (typeof one === 'number') {
      insist(one > position, 'events come in order, once')
      position = one
      got.add(one)
    } else if (one.frame === 'head') position = Math.max(position, one.seq)
    else if (one.frame === 'skip') takeSkip(one)
    else insist(one.frame === 'hello', 'nothing is missing')
  }
  return {
    reader: () => reader,
    announced,
    position: () => position,
    cut: () => {
      reader.stream.close()
      reader = open()
    },
    follow: () => {
      while (reader.seen.length > 0) take(reader.seen.shift() as number | 'reset' | FeedFrame)
    },
    /**
     * The positions that the reader requested and never got, though its own position is after them.
     */
    lies: () =>
      Array.from({ length: position }, (_, i) => i + 1).filter(
        (seq) => wants(seq) && !got.has(seq) && !(drops(seq) && announced.has(seq)),
      ),
  }
}

test('a position is always true: durable events are seen once, dropped ones are announced', () => {
  const drafts: readonly Draft[] = [chat, like, { type: 'enter' }, { type: 'follow' }]
  const burst = fc.record({
    publish: fc.array(fc.constantFrom(...drafts), { minLength: 1, maxLength: 4 }),
    times: fc.integer({ min: 1, max: 400 }),
  })
  const step = fc.oneof(
    burst,
    fc.record({ unsent: fc.constantFrom(0, full), advance: fc.nat(4000) }),
    fc.constant('cut' as const),
    fc.record({ bursts: fc.array(burst, { minLength: 2, maxLength: 4 }) }), // while it is full
  )
  const filters = fc.constantFrom('', '&types=chat,like', '&types=like', '&types=chat')
  let spared = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20, size: 'max' }), filters, (steps, filter) => {
      const fake = createFakeRoom(100_000)
      const types: string[] = []
      const account = createAccount(fake, filter, types)
      const show = ({
        publish: some,
        times,
      }: {
        publish: readonly Draft[]
        times: number
      }): void => {
        for (const draft of Array.from({ length: times }, () => some).flat()) {
          types.push(draft.type)
          fake.room.publish(source, draft)
        }
        fake.tick()
      }
      const set = (unsent: number, advanceMs: number): void => {
        account.reader().unsent = unsent
        fake.clock.advance(advanceMs)
      }
      for (const one of steps) {
        if (one === 'cut') account.cut()
        else if ('unsent' in one) set(one.unsent, one.advance)
        else if ('bursts' in one) {
          set(full, 0)
          for (const each of one.bursts) show(each)
          set(0, 200)
        } else show(one)
        account.follow()
        expect(account.lies()).toEqual([])
      }
      set(0, streamLimits.headEveryMs + 200)
      account.follow()
      expect(account.lies()).toEqual([])
      expect(account.position()).toBe(fake.room.head)
      spared += account.announced.size
    }),
    { numRuns: 40 },
  )
  expect(spared).toBeGreaterThan(0)
}, 120_000)
