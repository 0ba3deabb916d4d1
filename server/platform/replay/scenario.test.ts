import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseScenario, scenarioEvents } from './scenario.ts'

const text = (scenario: unknown): string => JSON.stringify(scenario)
const play = (scenario: unknown) => [...scenarioEvents(parseScenario(text(scenario)))]
const chat = { type: 'chat', text: 'hello' }

test('steps happen when they are due, for equal times the earlier step first', () => {
  const steps = [
    { afterMs: 2000, event: { type: 'room', state: 'ended' } },
    { afterMs: 500, times: 3, everyMs: 1000, event: chat },
    { afterMs: 500, event: { type: 'enter' } },
    { event: { type: 'room', state: 'live' } },
  ]
  expect(play({ seed: 1, steps }).map(({ afterMs, event }) => [afterMs, event.type])).toEqual([
    [0, 'room'],
    [500, 'chat'],
    [500, 'enter'],
    [1500, 'chat'],
    [2000, 'room'],
    [2500, 'chat'],
  ])
})

test('templates pick, roll and count', () => {
  const user = { $pick: [{ id: 'test:a', name: 'Ada' }, { name: { $pick: ['小明', 'Bo'] } }] }
  const event = { type: 'like', count: { $int: [1, 6] }, total: { $count: 10 }, user }
  const likes = play({ seed: 7, steps: [{ times: 200, event }] }).map((one) => one.event)
  const counts = new Set(likes.map((like) => ('count' in like ? like.count : 0)))
  expect(counts).toEqual(new Set([1, 2, 3, 4, 5, 6]))
  expect(likes.map((like) => ('total' in like ? like.total : 0))).toEqual(
    likes.map((_, index) => index + 10),
  )
  expect(new Set(likes.map((like) => like.user?.name))).toEqual(new Set(['Ada', 'Bo', '小明']))
})

test('the same seed gives the same events, another one different events, and an added step does not change the others', () => {
  const event = { ...chat, text: { $pick: ['a', 'b', 'c', 'd', 'e', 'f'] } }
  const step = { times: 50, everyMs: 100, spreadMs: 100, event }
  const first = play({ seed: 1, steps: [step] })
  expect(play({ seed: 1, steps: [step] })).toEqual(first)
  expect(play({ seed: 2, steps: [step] })).not.toEqual(first)
  const more = play({ seed: 1, steps: [step, { times: 9, everyMs: 7, event: { type: 'enter' } }] })
  expect(more.filter((one) => one.event.type === 'chat')).toEqual(first)
})

test('time never goes back, whatever the steps', () => {
  const step = fc
    .record({
      afterMs: fc.nat(2000),
      times: fc.integer({ min: 1, max: 30 }),
      everyMs: fc.nat(500),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ part, ...rest }) => {
      return { ...rest, spreadMs: Math.floor(part * rest.everyMs), event: chat }
    })
  fc.assert(
    fc.property(fc.integer(), fc.array(step, { minLength: 1, maxLength: 8 }), (seed, steps) => {
      const times = play({ seed, steps }).map(({ afterMs }) => afterMs)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      expect(times).toHaveLength(steps.reduce((sum, one) => sum + one.times, 0))
    }),
  )
})

describe('a defect is reported with its place', () => {
  test.each<[string, RegExp]>([
    ['{"seed":', /^scenario: not JSON \(.+\)$/],
    ['[]', /^scenario: not a JSON object$/],
    [text({ steps: [{ event: chat }] }), /^scenario: seed: /],
    [text({ seed: 1.5, steps: [{ event: chat }] }), /^scenario: seed: /],
    [text({ seed: 1, steps: [] }), /^scenario: steps: /],
    [text({ seed: 1, step: [], steps: [{ event: chat }] }), /^scenario: .*step/],
    [text({ seed: 1, steps: [{ evnt: chat }] }), /^scenario: steps\.0\.event: /],
    [text({ seed: 1, steps: [{ event: chat, times: 0 }] }), /^scenario: steps\.0\.times: /],
    [text({ seed: 1, steps: [{ event: chat, afterMs: -1 }] }), /^scenario: steps\.0\.afterMs: /],
    [
      text({ seed: 1, steps: [{ event: chat, times: 2, everyMs: 5, spreadMs: 6 }] }),
      /^scenario: steps\.0\.spreadMs: must not be more than everyMs$/,
    ],
    [text({ seed: 1, steps: [{ event: chat, times: 1e9 }] }), /^scenario: steps\.0\.times: /],
    [
      text({ seed: 1, steps: Array.from({ length: 201 }, () => ({ event: chat })) }),
      /^scenario: steps: /,
    ],
  ])('%s', (written, words) => {
    expect(() => parseScenario(written)).toThrow(words)
  })

  test.each<[unknown, RegExp]>([
    [{ type: 'chat' }, /^steps\.1\.event: text: /],
    [{ type: 'telepathy' }, /^steps\.1\.event: type: must be one of chat/],
    [{ ...chat, text: { $pick: [] } }, /^steps\.1\.event: \$pick takes a list/],
    [{ ...chat, text: { $pick: 'a' } }, /^steps\.1\.event: \$pick takes a list/],
    [{ type: 'like', count: { $int: [6, 1] } }, /^steps\.1\.event: \$int takes \[lowest/],
    [{ type: 'like', count: { $int: 3 } }, /^steps\.1\.event: \$int takes \[lowest/],
    [{ type: 'like', count: { $count: 'x' } }, /^steps\.1\.event: \$count takes/],
    [{ ...chat, text: { $dice: 6 } }, /^steps\.1\.event: \$dice: there are \$pick/],
    [{ ...chat, text: { $pick: ['a'], b: 1 } }, /^steps\.1\.event: \$pick: .* alone/],
    [{ ...chat, text: { $constructor: 1 } }, /^steps\.1\.event: \$constructor: /],
  ])('%j', (event, words) => {
    expect(() => play({ seed: 1, steps: [{ event: chat }, { event }] })).toThrow(words)
  })

  test('a repetition is named by its number', () => {
    const event = { ...chat, color: { $pick: ['#ffffff', 'red'] } }
    expect(() => play({ seed: 1, steps: [{ event, times: 50 }] })).toThrow(
      /^steps\.0\.event, repetition \d+: color: /,
    )
  })

  test('an endlessly nested event is refused', () => {
    let nested: unknown = 'x'
    for (let depth = 0; depth < 40; depth++) nested = { $pick: [nested] }
    expect(() => play({ seed: 1, steps: [{ event: { ...chat, text: nested } }] })).toThrow(
      '30 deep',
    )
  })
})

test('a field named __proto__ pollutes nothing', () => {
  const written = `{"seed":1,"steps":[{"event":{"type":"chat","text":"a","__proto__":{"x":1}}}]}`
  const [first] = [...scenarioEvents(parseScenario(written))]
  expect(first?.event).toEqual({ type: 'chat', text: 'a' })
  expect(({} as { x?: unknown }).x).toBeUndefined()
})
