import { describe, expect, test } from 'vitest'
import type { Coverage } from '../../../proto/feed/index.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { between, seededRandom } from '../../lib/random.ts'
import type { ChatLine } from '../../platform/connector.ts'
import { createWithheldRoom, type WithheldOptions } from './estimate.fake.ts'
import { createEstimate, graceMs } from './estimate.ts'

const seeds = Array.from({ length: 100 }, (_, index) => index + 1)

/** Writes 2,000 lines at about one a second, and requests the published ones each minute. */
function listen(options: WithheldOptions) {
  const clock = createFakeClock()
  const estimate = createEstimate()
  const room = createWithheldRoom(options, clock, (line) => estimate.addReceived(line, clock.now()))
  const pace = seededRandom(options.seed + 1_000)
  const look = (): void => {
    estimate.addPublished(room.published(), clock.now())
    clock.after(graceMs, () => estimate.judge(clock.now()))
    clock.after(between(pace, 50_000, 70_000), look)
  }
  estimate.open(clock.now())
  clock.after(60_000, look)
  for (let said = 0; said < 2_000; said++) {
    room.write()
    clock.advance(between(pace, 100, 1_700))
  }
  clock.advance(graceMs)
  return { room, coverage: estimate.coverage(clock.now()) as Coverage }
}

describe('of a room whose lines are withheld in part', () => {
  test.each(
    (['all', 'none', 'every other'] as const).flatMap((ids) =>
      [0, 0.1, 0.5, 0.89].map((withheld) => ({ ids, withheld })),
    ),
  )(
    'the share that arrives is measured: $withheld of 2,000 withheld, ids in $ids',
    ({ ids, withheld }) => {
      const share = 1 - withheld
      let outside = 0
      for (const seed of ids === 'every other' ? seeds.slice(0, 10) : seeds) {
        const { room, coverage } = listen({ seed, withheld, ids })
        const { lines, delivered } = room.publishedSoFar()
        expect(Math.abs(coverage.share - delivered / lines)).toBeLessThanOrEqual(0.01)
        const error = Math.sqrt((share * withheld) / coverage.samples)
        if (Math.abs(coverage.share - share) > 3 * error) outside += 1
      }
      expect(outside).toBeLessThanOrEqual(1)
    },
    60_000,
  )
})

const second = 1_000
const line = (said: Partial<ChatLine> = {}): ChatLine => ({
  at: 0,
  text: 'hi',
  user: { id: 'toy:1', name: 'one' },
  ...said,
})

/** Returns an estimate that is open since time 0, after one empty answer. */
function opened() {
  const estimate = createEstimate()
  estimate.open(0)
  estimate.addPublished([], 1 * second)
  const judged = (now: number) => {
    estimate.judge(now)
    return estimate.coverage(now)
  }
  return { ...estimate, judged }
}

describe('a published line', () => {
  test('is counted after its time to arrive, not before', () => {
    const { addPublished, addReceived, judged } = opened()
    addPublished([line({ id: 'a' })], 60 * second)
    expect(judged(69_999)).toBeUndefined()
    addReceived(line({ id: 'a' }), 69_999)
    expect(judged(70_000)).toEqual({ share: 1, samples: 1, since: 70_000 })
  })

  test('counts once, however many answers hold it', () => {
    const { addPublished, judged } = opened()
    addPublished([line({ id: 'a' }), line()], 60 * second)
    addPublished([line({ id: 'a' }), line(), line({ id: 'b' })], 120 * second)
    addPublished([line({ id: 'b' })], 180 * second)
    expect(judged(200 * second)).toMatchObject({ samples: 3 })
  })

  test('that is sent three times in a second is three lines, and three must arrive', () => {
    const { addPublished, addReceived, judged } = opened()
    addReceived(line({ at: 59_100 }), 59 * second)
    addReceived(line({ at: 59_900 }), 59 * second)
    addPublished([line({ at: 59_000 }), line({ at: 59_000 }), line({ at: 59_000 })], 60 * second)
    expect(judged(70 * second)).toEqual({ share: 2 / 3, samples: 3, since: 70 * second })
  })

  test('without an id is matched by sender, text and time, within two seconds', () => {
    const received = line({ id: 'x', at: 60 * second })
    const other = { id: 'toy:2', name: 'two' }
    const cases: readonly (readonly [Partial<ChatLine>, number])[] = [
      [{ at: 62 * second }, 1],
      [{ at: 62_001 }, 0],
      [{ at: 58 * second }, 1],
      [{ at: 60 * second, text: 'ho' }, 0],
      [{ at: 60 * second, user: other }, 0],
      [{ at: 60 * second, id: 'y' }, 0],
    ]
    for (const [said, share] of cases) {
      const { addPublished, addReceived, judged } = opened()
      addReceived(received, 60 * second)
      addPublished([line(said)], 61 * second)
      expect([said, judged(75 * second)?.share]).toEqual([said, share])
    }
  })

  test('of a masked sender is matched by the visible part of the name', () => {
    const hidden = { id: 'toy:masked-1', name: 'S***', masked: true } as const
    for (const [name, share] of [
      ['T***', 0],
      ['S***', 1],
      ['Some***', 1],
      ['Somebody', 1],
      ['Nobody', 0],
    ] as const) {
      const { addPublished, addReceived, judged } = opened()
      addReceived(line({ user: hidden }), 60 * second)
      addPublished([line({ user: { id: 'toy:7', name } })], 61 * second)
      expect([name, judged(75 * second)?.share]).toEqual([name, share])
    }
  })

  test('from before the socket was open is left out, whatever the clock of the site', () => {
    for (const aheadMs of [-3_600_000, 0, 3_600_000]) {
      const estimate = createEstimate()
      const at = (ms: number): number => 10_000_000 + ms + aheadMs
      estimate.open(10_000_000)
      estimate.addReceived(line({ id: 'b', at: at(20_000) }), 10_020_050)
      estimate.addPublished(
        [
          line({ id: 'a', at: at(-5_000) }),
          line({ id: 'b', at: at(20_000) }),
          line({ id: 'c', at: at(30_000) }),
        ],
        10_060_000,
      )
      estimate.judge(10_070_000)
      expect(estimate.coverage(10_070_000)).toMatchObject({ share: 0.5, samples: 2 })
    }
  })

  test('that returns because a newer one was removed is not of the open time', () => {
    const { addPublished, judged } = opened()
    addPublished(
      [line({ id: 'b', at: 50 * second }), line({ id: 'c', at: 59 * second })],
      60 * second,
    )
    addPublished(
      [line({ id: 'a', at: 1 * second }), line({ id: 'b', at: 50 * second })],
      120 * second,
    )
    expect(judged(140 * second)).toMatchObject({ samples: 2 })
  })

  test('that waits when the socket ends is not counted, nor is one that is sent meanwhile', () => {
    const { addPublished, close, open, judged, addReceived } = opened()
    addPublished([line({ id: 'a', at: 59 * second })], 60 * second)
    close()
    open(90 * second)
    addReceived(line({ id: 'c', at: 100 * second }), 100 * second)
    const published = [
      line({ id: 'b', at: 70 * second }),
      line({ id: 'c', at: 100 * second }),
      line({ id: 'd', at: 110 * second }),
    ]
    addPublished(published, 150 * second)
    expect(judged(170 * second)).toMatchObject({ share: 0.5, samples: 2 })
  })

  test('is forgotten after half an hour, and when the account changes', () => {
    const { addPublished, judged, coverage, reset } = opened()
    addPublished([line({ id: 'a' })], 60 * second)
    judged(70 * second)
    expect(coverage(70 * second + 30 * 60 * second - 1)).toMatchObject({ samples: 1 })
    expect(coverage(70 * second + 30 * 60 * second)).toBeUndefined()
    addPublished([line({ id: 'b' })], 120 * second)
    judged(140 * second)
    reset()
    expect(coverage(140 * second)).toBeUndefined()
  })
})
