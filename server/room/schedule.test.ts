import { describe, expect, test } from 'vitest'
import { createPlanCache, scheduleStateOf, type Schedule, scheduleProblem } from './schedule.ts'

const evening: Schedule = { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' }
const at = (text: string): number => Date.parse(text)
const enabled = true

describe('S0-35 the schedule state of a room', () => {
  test('without a schedule it listens as long as it is enabled', () => {
    expect(scheduleStateOf({ enabled }, 0)).toEqual({ open: true, why: 'always' })
    expect(scheduleStateOf({ enabled: false, schedule: evening }, 0)).toEqual({
      open: false,
      why: 'disabled',
    })
  })

  test.each([
    ['2026-03-01T19:59:59.999+08:00', false, '2026-03-01T20:00:00+08:00'],
    ['2026-03-01T20:00:00+08:00', true, '2026-03-01T23:00:00+08:00'],
    ['2026-03-01T22:59:59.999+08:00', true, '2026-03-01T23:00:00+08:00'],
    ['2026-03-01T23:00:00+08:00', false, '2026-03-02T20:00:00+08:00'],
  ])('at %s it is open: %j, until %s', (now, open, until) => {
    const plan = scheduleStateOf({ enabled, schedule: evening }, at(now))
    expect(plan).toEqual({ open, why: 'schedule', changesAt: at(until) })
  })

  test.each([
    // The night of 29 March 2026 has no 02:30 in Berlin, that of 25 October has two.
    ['spring', '2026-03-28T12:00:00Z', ['2026-03-28T19:00:00Z', '2026-03-29T01:00:00Z']],
    ['spring', '2026-03-29T12:00:00Z', ['2026-03-29T18:00:00Z', '2026-03-30T00:30:00Z']],
    ['autumn', '2026-10-24T12:00:00Z', ['2026-10-24T18:00:00Z', '2026-10-25T00:30:00Z']],
    ['autumn', '2026-10-25T12:00:00Z', ['2026-10-25T19:00:00Z', '2026-10-26T01:30:00Z']],
  ])(
    'over the change of clocks in %s it changes at the right minute, from %s',
    (_, from, turns) => {
      const schedule = { opens: '0 20 * * *', closes: '30 2 * * *', zone: 'Europe/Berlin' }
      let now = at(from)
      const seen: string[] = []
      while (seen.length < turns.length) {
        const { changesAt = Number.NaN } = scheduleStateOf({ enabled, schedule }, now)
        seen.push(new Date(changesAt).toISOString().replace('.000Z', 'Z'))
        now = changesAt
      }
      expect(seen).toEqual(turns)
    },
  )

  test('it opens once in a night that has 02:30 twice', () => {
    const schedule = { opens: '30 2 * * *', closes: '0 3 * * *', zone: 'Europe/Berlin' }
    let was = false
    let openings = 0
    for (let now = at('2026-10-24T22:00:00Z'); now < at('2026-10-25T12:00:00Z'); now += 60_000) {
      const { open } = scheduleStateOf({ enabled, schedule }, now)
      if (open && !was) openings += 1
      was = open
    }
    expect(openings).toBe(1)
  })

  test('several openings before one closing are one period', () => {
    const schedule = { ...evening, opens: '0 20,21 * * *' }
    const plan = scheduleStateOf({ enabled, schedule }, at('2026-03-01T20:30:00+08:00'))
    expect(plan).toMatchObject({ open: true, changesAt: at('2026-03-01T23:00:00+08:00') })
  })

  test('an override holds until the next change of the schedule, and no longer', () => {
    const override = { state: 'closed', at: at('2026-03-01T21:00:00+08:00') } as const
    const timing = { enabled, schedule: evening, override }
    expect(scheduleStateOf(timing, at('2026-03-01T22:00:00+08:00'))).toEqual({
      open: false,
      why: 'override',
      changesAt: at('2026-03-01T23:00:00+08:00'),
    })
    expect(scheduleStateOf(timing, at('2026-03-02T20:00:00+08:00'))).toMatchObject({
      open: true,
      why: 'schedule',
    })
    const early = { state: 'open', at: at('2026-03-01T15:00:00+08:00') } as const
    const opened = { ...timing, override: early }
    expect(scheduleStateOf(opened, at('2026-03-01T16:00:00+08:00'))).toMatchObject({ open: true })
    expect(scheduleStateOf(opened, at('2026-03-01T23:30:00+08:00'))).toMatchObject({ open: false })
  })
})

test.each([
  [{ zone: 'Mars/Olympus' }, /zone: .*Mars/],
  [{ opens: '61 * * * *' }, /opens: .*minute/],
  [{ closes: '0 0 30 2 *' }, /closes: never comes/],
  [{ closes: 'evening' }, /closes: must be a cron pattern/],
  [{ opens: '@daily' }, /opens: must be/],
])('a schedule with %j is refused with the reason %s', (change, words) => {
  expect(scheduleProblem({ ...evening, ...change })).toMatch(words)
})

test.each([{}, { opens: '10 0 20 * * *' }, { zone: 'UTC' }])('%j can be used', (change) => {
  expect(scheduleProblem({ ...evening, ...change })).toBeUndefined()
})

describe('M7: the cached schedule states', () => {
  const rooms = Array.from({ length: 300 }, (_, i) => ({
    enabled,
    schedule: { ...evening, opens: `${i % 60} 20 * * *` },
  }))

  test('equal states that are computed again at each moment', () => {
    const planAt = createPlanCache()
    const room = { enabled, schedule: evening, override: { state: 'open', at: 0 } as const }
    const from = at('2026-03-01T00:00:00+08:00')
    const moments = Array.from({ length: 200 }, (_, i) => from + i * 17 * 60_000)
    for (const now of [...moments, ...moments.toReversed()]) {
      expect(planAt(room, now)).toEqual(scheduleStateOf(room, now))
    }
  })

  test('are computed once until they change', () => {
    const planAt = createPlanCache()
    const now = at('2026-03-01T12:00:00+08:00')
    const plans = rooms.map((room) => planAt(room, now))
    for (let i = 1; i <= 20; i++) {
      const later = rooms.map((room) => planAt(room, now + i * 60_000))
      expect(later.every((plan, index) => plan === plans[index])).toBe(true)
    }
    const turned = at('2026-03-01T20:00:00+08:00')
    expect(planAt(rooms[0]!, turned)).toMatchObject({ open: true })
    expect(planAt(rooms[1]!, turned)).toBe(plans[1])
  })
})

const troublesOf = (pattern: string) =>
  ['opens', 'closes'].map((part) => scheduleProblem({ ...evening, [part]: pattern }))

test.each(['* * * * * *', '*/5 * * * * *', '0,30 0 20 * * *', '0-59 0 20 * * *'])(
  'L15: the pattern %s, which changes a room more than once a minute, is refused',
  (pattern) => {
    const words = expect.stringContaining('once a minute at most')
    expect(troublesOf(pattern)).toEqual([words, words])
  },
)

test.each(['30 0 20 * * *', '* * * * *'])(
  'L15: the pattern %s is once a minute at most',
  (pattern) => {
    expect(troublesOf(pattern)).toEqual([undefined, undefined])
  },
)
