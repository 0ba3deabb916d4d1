import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Provisional, PlatformDraft } from '../platform/platform.ts'
import { createProvisionals } from './provisional.ts'

const enter = (kind: Provisional['kind'], user: object = {}, key = 'a'): PlatformDraft => ({
  type: 'enter',
  user: { name: key, ...user },
  provisional: { kind, key, waitMs: 2000 },
})
const entered = (user: object = {}): object => ({ type: 'enter', user: { name: 'a', ...user } })

test('a draft without a hint passes through', () => {
  const provisionals = createProvisionals()
  expect(provisionals.accept({ type: 'like', count: 2 }, 0)).toEqual([{ type: 'like', count: 2 }])
  expect(provisionals.nextExpiryAt).toBeUndefined()
})

test('a provisional draft waits, and fills in the fields that the confirmed one lacks', () => {
  const provisionals = createProvisionals()
  expect(provisionals.accept(enter('provisional', { guard: 3, level: 1 }), 0)).toEqual([])
  expect(provisionals.nextExpiryAt).toBe(2000)
  expect(provisionals.accept(enter('confirmed', { level: 7 }), 1999)).toEqual([
    entered({ guard: 3, level: 7 }),
  ])
  expect(provisionals.expire(10_000)).toEqual([])
})

test('a provisional draft without a confirmed one is published at the end of its time', () => {
  const provisionals = createProvisionals()
  provisionals.accept(enter('provisional'), 0)
  expect(provisionals.expire(1999)).toEqual([])
  expect(provisionals.expire(2000)).toEqual([entered()])
  expect(provisionals.nextExpiryAt).toBeUndefined()
})

test('a provisional draft after its confirmed one is dropped for as long as it would have waited', () => {
  const provisionals = createProvisionals()
  expect(provisionals.accept(enter('confirmed'), 0)).toEqual([entered()])
  expect(provisionals.accept(enter('provisional'), 1999)).toEqual([])
  expect(provisionals.expire(9000)).toEqual([])
  provisionals.accept(enter('provisional'), 9000)
  expect(provisionals.expire(11_000)).toEqual([entered()])
})

test('a retraction publishes the waiting drafts first', () => {
  const provisionals = createProvisionals()
  const retract: PlatformDraft = { type: 'retract', target: { events: ['x'] } }
  provisionals.accept(enter('provisional'), 0)
  expect(provisionals.accept(retract, 1)).toEqual([entered(), retract])
})

test('too many waiting drafts: the oldest is published, and none is lost', () => {
  const provisionals = createProvisionals(2)
  const drafts = ['a', 'b', 'c'].flatMap((key) =>
    provisionals.accept(enter('provisional', {}, key), 0),
  )
  expect([...drafts, ...provisionals.expire(5000)].map(({ user }) => user?.name)).toEqual([
    'a',
    'b',
    'c',
  ])
})

test('two forms of many things arrive in any order: each thing is published exactly once', () => {
  const form = fc.record({ thing: fc.integer({ min: 0, max: 5 }), isConfirmed: fc.boolean() })
  const distinct = fc.uniqueArray(form, { selector: (one) => `${one.thing}${one.isConfirmed}` })
  fc.assert(
    fc.property(distinct, (forms) => {
      const provisionals = createProvisionals()
      const drafts = forms.flatMap(({ thing, isConfirmed }, index) =>
        provisionals.accept(
          enter(isConfirmed ? 'confirmed' : 'provisional', {}, `${thing}`),
          index * 100,
        ),
      )
      const names = [...drafts, ...provisionals.expire(100_000)].map(({ user }) => user?.name)
      expect(names).toHaveLength(new Set(names).size)
      expect(new Set(names)).toEqual(new Set(forms.map(({ thing }) => `${thing}`)))
    }),
  )
})
