import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comboReducer } from './combo.ts'
import { freshCooldown, passOnce } from './cooldown.ts'
import { gave, play, said } from './game.fake.ts'
import { createGoal, likesOf } from './goal.ts'
import { createQueue, takeFirst } from './queue.ts'
import { createVote } from './vote.ts'

describe('a vote', () => {
  const choices = { left: ['左', 'L'], right: ['右', 'R'] }

  test('counts one ballot per user, the last one, whatever its spelling', () => {
    const events = [said('左', 'a'), said(' Ｒ ', 'a'), said('l', 'b'), said('hello', 'c')]
    expect(play(createVote({ choices }), ...events).counts).toEqual({ left: 1, right: 1 })
  })

  test('can count the first ballot instead', () => {
    const strict = createVote({ choices, mayChange: false })
    expect(play(strict, said('左', 'a'), said('右', 'a')).counts).toEqual({ left: 1, right: 0 })
  })

  test('ignores users without an id and withdrawn users', () => {
    const retract = { ...said('', 'mod'), type: 'retract' } as const
    const withdrawn = play(
      createVote({ choices }),
      said('左'),
      said('左', 'a'),
      said('左', 'b', 'line-b'),
      said('右', 'c'),
      { ...retract, target: { user: 'demo:a' } },
      { ...retract, target: { events: ['line-b', 'other'] } },
    )
    expect(withdrawn.counts).toEqual({ left: 0, right: 1 })
  })

  test('a retract of everything in a source drops the votes of that source only', () => {
    const all = { ...said('', 'mod'), type: 'retract', target: { all: true } } as const
    const other = { ...said('左', 'b'), source: 'demo:2' }
    const vote = play(createVote({ choices }), said('左', 'a'), other, all, said('右', 'c'))
    expect(vote.counts).toEqual({ left: 1, right: 1 })
  })

  test('a choice with the name of a JavaScript property is an ordinary choice', () => {
    const vote = createVote({ choices: { constructor: ['x'], plain: ['toString'] } })
    expect(play(vote, said('x', 'a'), said('__proto__', 'b')).counts).toEqual({
      constructor: 1,
      plain: 0,
    })
  })

  test('ballots and counts always agree', () => {
    const line = fc.record({
      text: fc.constantFrom('左', '右', '中'),
      name: fc.constantFrom('a', 'b', 'c'),
    })
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const events = lines.map(({ text, name }) => said(text, name))
        const { counts, ballots } = play(createVote({ choices }), ...events)
        const voters = new Set(lines.filter(({ text }) => text !== '中').map(({ name }) => name))
        expect(ballots.size).toBe(voters.size)
        expect((counts['left'] ?? 0) + (counts['right'] ?? 0)).toBe(voters.size)
      }),
    )
  })
})

describe('a queue', () => {
  const queue = createQueue({ join: ['排队'], leave: ['取消'], max: 2 })

  test('has each user once, in order, up to its bound', () => {
    const events = ['a', 'b', 'a', 'c'].map((name) => said('排队', name))
    expect(play(queue, ...events).map(({ name }) => name)).toEqual(['a', 'b'])
    expect(play(queue, ...events, said('取消', 'a'), said('排队', 'c'))).toEqual([
      { id: 'demo:b', name: 'b' },
      { id: 'demo:c', name: 'c' },
    ])
  })

  test('can be limited to some users', () => {
    const club = createQueue({ join: ['排队'], admits: ({ guard }) => guard !== undefined })
    const captain = said('排队', 'a')
    const event = { ...captain, user: { ...captain.user!, guard: 3 } } as const
    expect(play(club, said('排队', 'b'), event)).toEqual([{ id: 'demo:a', name: 'a' }])
  })

  test('removes the first ones', () => {
    const waiting = play(queue, said('排队', 'a'), said('排队', 'b'))
    const { taken, queue: left } = takeFirst(waiting)
    expect([taken, left].map((some) => some.map(({ name }) => name))).toEqual([['a'], ['b']])
  })
})

describe('a cooldown', () => {
  test('lets each user pass once in a period, independent of others', () => {
    const everyMs = 1000
    const first = passOnce(freshCooldown, 'a', { at: 0, everyMs })
    const early = passOnce(first.cooldown, 'a', { at: 999, everyMs })
    const other = passOnce(early.cooldown, 'b', { at: 999, everyMs })
    const late = passOnce(other.cooldown, 'a', { at: 1000, everyMs })
    const passes = [first, early, other, late]
    expect(passes.map(({ allowed }) => allowed)).toEqual([true, false, true, true])
    expect(passOnce(late.cooldown, 'c', { at: 9000, everyMs }).cooldown.size).toBe(1)
  })

  test('no user passes twice within the period, whatever the clock does', () => {
    const ask = fc.record({ id: fc.constantFrom('a', 'b'), at: fc.nat(5000) })
    fc.assert(
      fc.property(fc.array(ask), (asks) => {
        let cooldown = freshCooldown
        const last = new Map<string, number>()
        for (const { id, at } of asks) {
          const pass = passOnce(cooldown, id, { at, everyMs: 1000 })
          const early = last.has(id) && cooldown.has(id) && Math.abs(at - last.get(id)!) < 1000
          expect(pass.allowed).toBe(!early)
          if (pass.allowed) last.set(id, at)
          cooldown = pass.cooldown
        }
      }),
    )
  })
})

describe('combos', () => {
  const of = (total: number, final = false, id = 'c') => ({ combo: { id, total, final } })

  test('have the absolute total, so that the next gift corrects a gap', () => {
    const { open } = play(comboReducer, gave(1, of(1)), gave(1, of(7)), gave(1, of(6)))
    expect(open).toMatchObject([{ key: 'demo:1 c', total: 7 }])
  })

  test('end with their final event, which may add nothing', () => {
    const state = play(
      comboReducer,
      gave(2, of(2)),
      gave(1, of(1, false, 'd')),
      gave(0, of(2, true)),
    )
    expect(state).toMatchObject({
      open: [{ key: 'demo:1 d' }],
      ended: { key: 'demo:1 c', total: 2 },
    })
  })

  test('of two sources with the same id are two', () => {
    const other = { ...gave(3, of(3)), source: 'demo:2' }
    const { open } = play(comboReducer, gave(1, of(1)), other)
    expect(open).toMatchObject([{ total: 1 }, { key: 'demo:2 c', total: 3 }])
  })

  test('do not stay for ever if their end is in a gap', () => {
    const later = { ...said('hi', 'a'), receivedAt: 70_000 }
    expect(play(comboReducer, gave(1, of(1)), later).open).toEqual([])
    expect(play(comboReducer, gave(1)).open).toEqual([])
  })
})

describe('a goal', () => {
  test('adds payments until it is reached, and stays reached', () => {
    const goal = createGoal({ target: 50 })
    expect(play(goal, gave(2), said('hi', 'a'))).toEqual({ reached: 20, target: 50, done: false })
    expect(play(goal, gave(2), gave(4))).toEqual({ reached: 60, target: 50, done: true })
  })

  test('can have another measure', () => {
    const like = { ...said('', 'a'), type: 'like', count: 30 } as const
    const goal = createGoal({ target: 60, measure: likesOf })
    expect(play(goal, like, gave(9), like).done).toBe(true)
  })
})
