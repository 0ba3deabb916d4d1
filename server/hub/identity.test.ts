import { expect, test } from 'vitest'
import { createIdentities } from './identity.ts'

test('ids are forgotten oldest first, by number and by age', () => {
  const identities = createIdentities({ ids: 3, ageMs: 1000 })
  for (const id of ['a', 'b', 'c', 'd']) expect(identities.accept(id, 0)).toBe(true)
  expect(identities.size).toBe(3)
  expect(identities.accept('b', 1)).toBe(false)
  expect(identities.accept('a', 1)).toBe(true)
  expect(identities.accept('e', 2000)).toBe(true)
  expect(identities.size).toBe(1)
})
