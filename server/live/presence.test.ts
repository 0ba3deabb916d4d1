import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { Presence } from './presence.ts'

/** Returns a presence with a fake table of visits, and the events that it publishes. */
function open() {
  const clock = createFakeClock()
  const published: Draft[] = []
  const visits = new Set<string>()
  const state = { away: false }
  const presence = new Presence({
    clock,
    publish: (_, draft) => published.push(draft),
    noteVisits: async (_, accounts) => {
      if (state.away) return undefined
      for (const account of accounts) visits.add(account)
      return visits.size
    },
  })
  const tick = async (ms = 1_000): Promise<void> => {
    clock.advance(ms)
    await new Promise(setImmediate)
  }
  const of = (type: Draft['type']) => published.filter((draft) => draft.type === type)
  return { presence, published, visits, state, tick, of }
}

const person = (id: string) => ({ id, name: id.toUpperCase() })

test('S4-36 an account with two tabs is one viewer until both are closed', async () => {
  const { presence, of, tick } = open()
  const [first, second] = [1, 2].map(() => presence.join({ room: 'r', person: person('a') }))
  presence.join({ room: 'r' })
  await tick()
  first?.()
  first?.()
  await tick()
  expect(presence.figures('r')).toMatchObject({ online: 2, connections: 2 })
  second?.()
  await tick()
  expect(of('stats')).toMatchObject([
    { online: 2, connections: 3, seen: 1 },
    { online: 2, connections: 2, seen: 1 },
    { online: 1, connections: 1, seen: 1 },
  ])
})

test('S4-37 a thousand joins become one stats a second and five enters', async () => {
  const { presence, of, tick } = open()
  for (let joined = 0; joined < 1_000; joined++) {
    presence.join({ room: 'r', person: person(`p${joined}`) })
  }
  expect(of('enter')).toHaveLength(5)
  expect(of('stats')).toHaveLength(0)
  await tick()
  expect(of('stats')).toMatchObject([{ online: 1_000, connections: 1_000, seen: 1_000 }])
  expect(presence.people('r', 100)).toHaveLength(100)
})

test('S4-39 the number of accounts seen counts each account once', async () => {
  const { presence, of, tick } = open()
  for (const id of ['a', 'b', 'a']) {
    presence.join({ room: 'r', person: person(id) })()
    await tick()
  }
  expect(of('stats').at(-1)).toMatchObject({ online: 0, connections: 0, seen: 2 })
})

test('S4-40 leaving is always counted, whatever the state of the broadcast', async () => {
  const { presence, tick } = open()
  const leave = presence.join({ room: 'r', person: person('a') })
  await tick()
  leave()
  expect(presence.figures('r')).toMatchObject({ online: 0, connections: 0 })
})

test('visits that the database does not take are noted later', async () => {
  const { presence, visits, state, tick, of } = open()
  state.away = true
  presence.join({ room: 'r', person: person('a') })
  await tick()
  expect(of('stats')).toEqual([{ type: 'stats', online: 1, connections: 1 }])
  state.away = false
  await tick()
  expect(visits).toEqual(new Set(['a']))
  expect(of('stats').at(-1)).toMatchObject({ seen: 1 })
})

interface Here {
  readonly who: string | undefined
  readonly leave: () => void
}

const truthOf = (here: readonly Here[]) => ({
  online: new Set(here.flatMap(({ who }) => who ?? [])).size + anonymous(here),
  connections: here.length,
})
const anonymous = (here: readonly Here[]) => here.filter(({ who }) => who === undefined).length

test('S4-36 after each of 200 random joins, second tabs and losses the figures are the truth', async () => {
  const step = fc.record({
    who: fc.constantFrom('a', 'b', 'c', 'd', undefined),
    does: fc.constantFrom('join', 'join', 'leave', 'leave twice', 'wait'),
    away: fc.boolean(),
  })
  const steps = fc.array(step, { minLength: 200, maxLength: 200 })
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { presence, visits, state, tick, of } = open()
      const here: Here[] = []
      const entered = new Set<string>()
      for (const { who, does, away } of all) {
        const index = here.findIndex((one) => one.who === who)
        if (does === 'wait') {
          state.away = away // the database
          await tick()
        } else if (does === 'join') {
          if (who) entered.add(who)
          here.push({
            who,
            leave: presence.join({ room: 'r', person: who ? person(who) : undefined }),
          })
        } else if (index !== -1) {
          const [gone] = here.splice(index, 1)
          gone?.leave()
          if (does === 'leave twice') gone?.leave()
        }
        expect(presence.figures('r')).toMatchObject(truthOf(here))
      }
      state.away = false
      await tick()
      await tick() // who was not noted while the database was away is noted now
      expect(visits).toEqual(entered)
      expect(of('stats').at(-1)).toMatchObject(truthOf(here))
    }),
    { numRuns: 30 },
  )
})
