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

test('S4-36 after any joins, second tabs and losses the figures are the truth', () => {
  const step = fc.record({ who: fc.constantFrom('a', 'b', 'c', undefined), leaves: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const { presence } = open()
      const here: { readonly who: string | undefined; readonly leave: () => void }[] = []
      for (const { who, leaves } of steps) {
        const index = here.findIndex((one) => one.who === who)
        if (leaves && index !== -1) here.splice(index, 1)[0]?.leave()
        else if (!leaves) {
          here.push({
            who,
            leave: presence.join({ room: 'r', person: who ? person(who) : undefined }),
          })
        }
      }
      const accounts = new Set(here.flatMap(({ who }) => who ?? []))
      const others = here.filter(({ who }) => who === undefined).length
      expect(presence.figures('r')).toMatchObject({
        online: accounts.size + others,
        connections: here.length,
      })
    }),
  )
})
