import { describe, expect, test } from 'vitest'
import type { Coverage } from '../../../proto/feed/index.ts'
import { createFakeClock } from '../../lib/time/clock.fake.ts'
import { between, seededRandom } from '../../lib/random.ts'
import type { ChatLine, Login, RoomHandle } from '../../platform/connector.ts'
import type { PlatformDraft } from '../../platform/platform.ts'
import { createWithheldRoom, type WithheldOptions } from './estimate.fake.ts'
import { PublishedWatch } from './published.ts'

const minuteMs = 60_000
const nothingWithheld: WithheldOptions = { seed: 1, withheld: 0, ids: 'all' }

/** Creates a watch over a room whose site counts its requests. */
function watched(options = nothingWithheld, measures = true) {
  const clock = createFakeClock()
  const random = seededRandom(options.seed)
  const asked: { readonly what: 'lines' | 'paid'; readonly at: number }[] = []
  const paid: PlatformDraft[] = []
  const reported: { coverages: Coverage[]; sampled: boolean[]; displayed: PlatformDraft[] } = {
    coverages: [],
    sampled: [],
    displayed: [],
  }
  let pausedUntil = 0
  const watch = new PublishedWatch({
    clock,
    random,
    notBefore: () => pausedUntil,
    ...(measures && {
      requestLines: (_: RoomHandle, answered: (lines: readonly ChatLine[]) => void) => {
        asked.push({ what: 'lines', at: clock.now() })
        answered(room.published())
      },
    }),
    requestPaid: (_, answered) => {
      asked.push({ what: 'paid', at: clock.now() })
      answered(paid)
    },
    measured: (coverage) => reported.coverages.push(coverage),
    sampled: (isSampled) => reported.sampled.push(isSampled),
    displayed: (draft) => reported.displayed.push(draft),
  })
  const room = createWithheldRoom(options, clock, (line) =>
    watch.addReceived({ type: 'chat', ...line }),
  )
  let generation = 0
  const open = (login?: Login): void => {
    generation += 1
    watch.follow({ generation, ticket: { facts: {} }, ...(login && { login }) })
  }
  const talk = (forMs: number): void => {
    for (const end = clock.now() + forMs; clock.now() < end;) {
      room.write()
      clock.advance(between(random, 100, 1_700))
    }
  }
  const pause = (forMs: number): void => void (pausedUntil = clock.now() + forMs)
  return { clock, watch, asked, paid, reported, open, talk, pause }
}

const gapsOf = (asked: readonly { readonly at: number }[]): readonly number[] =>
  asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0))

describe('requests for the last lines', () => {
  test('come once a minute, plus or minus a sixth, and no more than 1.2 times', () => {
    const { asked, open, talk } = watched()
    open()
    talk(60 * minuteMs)
    const gaps = gapsOf(asked.filter(({ what }) => what === 'lines'))
    for (const gap of gaps.slice(1)) {
      expect(gap).toBeGreaterThanOrEqual(50_000)
      expect(gap).toBeLessThanOrEqual(70_000)
    }
    expect(asked.length).toBeGreaterThan(50)
    expect(asked.length).toBeLessThanOrEqual(60 * 1.2)
  })

  test('come no more often if the socket ends and opens all the time', () => {
    const { asked, open, talk, watch, clock } = watched()
    const begin = clock.now()
    for (let round = 0; round < 360; round++) {
      open()
      talk(9_000)
      watch.follow(undefined)
      talk(1_000)
    }
    const minutes = (clock.now() - begin) / minuteMs
    expect(asked.length).toBeLessThanOrEqual(1.2 * minutes)
    expect(asked.length).toBeGreaterThan(0.9 * minutes)
  })

  test('stop while the room is not received, and after that', () => {
    const { asked, open, talk, watch } = watched()
    open()
    talk(5 * minuteMs)
    watch.follow(undefined)
    const before = asked.length
    talk(60 * minuteMs)
    expect(asked).toHaveLength(before)
  })

  test('stop during the pause after risk control, and resume afterwards', () => {
    const { asked, open, talk, pause, clock } = watched()
    open()
    talk(5 * minuteMs)
    const before = asked.length
    pause(30 * minuteMs)
    const end = clock.now() + 30 * minuteMs
    talk(29 * minuteMs)
    open() // another socket changes nothing
    talk(end - clock.now())
    expect(asked).toHaveLength(before)
    talk(5 * minuteMs)
    expect(asked.length).toBeGreaterThan(before)
  })
})

describe('the result', () => {
  test('is published after enough samples, and again only if it changed', () => {
    const { reported, open, talk } = watched({ seed: 3, withheld: 0.89, ids: 'all' })
    open('guest')
    talk(30 * minuteMs)
    const [first, ...later] = reported.coverages
    expect(first).toMatchObject({ samples: 20 })
    expect(later.length).toBeLessThanOrEqual(6)
    expect(reported.coverages.at(-1)?.share).toBeCloseTo(0.11, 1)
  })

  test('is published once if no line is withheld', () => {
    const { reported, open, talk } = watched()
    open()
    talk(30 * minuteMs)
    expect(reported.coverages).toMatchObject([{ share: 1, samples: 20 }])
    expect(reported.sampled).toEqual([])
  })

  test('becomes a limit if a part of the chat is withheld, until the account changes', () => {
    const { reported, open, talk } = watched({ seed: 4, withheld: 0.5, ids: 'all' })
    open('guest')
    talk(10 * minuteMs)
    expect(reported.sampled).toEqual([true])
    open('guest')
    talk(10 * minuteMs)
    expect(reported.sampled).toEqual([true])
    open('account')
    expect(reported.sampled).toEqual([true, false])
  })

  test('is no limit if only single lines are lost', () => {
    const { reported, open, talk } = watched({ seed: 5, withheld: 0.03, ids: 'all' })
    open()
    talk(60 * minuteMs)
    expect(reported.sampled).toEqual([])
  })
})

describe('paid messages on display', () => {
  test('are requested whenever a socket has opened', () => {
    const { asked, paid, reported, open, clock, watch } = watched()
    paid.push({ type: 'notice', code: 'first', level: 'info' })
    open()
    clock.advance(0)
    expect(reported.displayed).toEqual(paid)
    watch.follow(undefined)
    clock.advance(minuteMs)
    open()
    clock.advance(0)
    expect(asked.map(({ what }) => what)).toEqual(['paid', 'paid'])
  })

  test('are requested even if nothing is measured', () => {
    const { watch, asked, open, talk } = watched(nothingWithheld, false)
    open()
    talk(10 * minuteMs)
    expect(asked.map(({ what }) => what)).toEqual(['paid'])
    watch.close()
  })
})
