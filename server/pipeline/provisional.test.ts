import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Provisional, PlatformDraft } from '../platform/platform.ts'
import { createProvisionals } from './provisional.ts'

const enter = (kind: Provisional['kind'], user: object = {}, key = 'a'): PlatformDraft => ({
  type: 'enter',
  user: { name: key, ...user },
  echo: { kind, key, waitMs: 2000 },
})
const told = (user: object = {}): object => ({ type: 'enter', user: { name: 'a', ...user } })

test('a draft without a hint passes through', () => {
  const echoes = createProvisionals()
  expect(echoes.accept({ type: 'like', count: 2 }, 0)).toEqual([{ type: 'like', count: 2 }])
  expect(echoes.nextExpiryAt).toBeUndefined()
})

test('a provisional draft waits, and fills in the fields that the confirmed one lacks', () => {
  const echoes = createProvisionals()
  expect(echoes.accept(enter('rumour', { guard: 3, level: 1 }), 0)).toEqual([])
  expect(echoes.nextExpiryAt).toBe(2000)
  expect(echoes.accept(enter('fact', { level: 7 }), 1999)).toEqual([told({ guard: 3, level: 7 })])
  expect(echoes.expire(10_000)).toEqual([])
})

test('a provisional draft without a confirmed one is published at the end of its time', () => {
  const echoes = createProvisionals()
  echoes.accept(enter('rumour'), 0)
  expect(echoes.expire(1999)).toEqual([])
  expect(echoes.expire(2000)).toEqual([told()])
  expect(echoes.nextExpiryAt).toBeUndefined()
})

test('a provisional draft after its confirmed one is dropped for as long as it would have waited', () => {
  const echoes = createProvisionals()
  expect(echoes.accept(enter('fact'), 0)).toEqual([told()])
  expect(echoes.accept(enter('rumour'), 1999)).toEqual([])
  expect(echoes.expire(9000)).toEqual([])
  echoes.accept(enter('rumour'), 9000)
  expect(echoes.expire(11_000)).toEqual([told()])
})

test('a retraction publishes the waiting drafts first', () => {
  const echoes = createProvisionals()
  const retract: PlatformDraft = { type: 'retract', target: { events: ['x'] } }
  echoes.accept(enter('rumour'), 0)
  expect(echoes.accept(retract, 1)).toEqual([told(), retract])
})

test('too many waiting drafts: the oldest is published, and none is lost', () => {
  const echoes = createProvisionals(2)
  const drafts = ['a', 'b', 'c'].flatMap((key) => echoes.accept(enter('rumour', {}, key), 0))
  expect([...drafts, ...echoes.expire(5000)].map(({ user }) => user?.name)).toEqual(['a', 'b', 'c'])
})

test('two forms of many things arrive in any order: each thing is published exactly once', () => {
  const form = fc.record({ thing: fc.integer({ min: 0, max: 5 }), isFact: fc.boolean() })
  const distinct = fc.uniqueArray(form, { selector: (one) => `${one.thing}${one.isFact}` })
  fc.assert(
    fc.property(distinct, (forms) => {
      const echoes = createProvisionals()
      const drafts = forms.flatMap(({ thing, isFact }, index) =>
        echoes.accept(enter(isFact ? 'fact' : 'rumour', {}, `${thing}`), index * 100),
      )
      const names = [...drafts, ...echoes.expire(100_000)].map(({ user }) => user?.name)
      expect(names).toHaveLength(new Set(names).size)
      expect(new Set(names)).toEqual(new Set(forms.map(({ thing }) => `${thing}`)))
    }),
  )
})
