import { expect, test } from 'vitest'
import { grantOf } from './principal.ts'

test('a caller with a token depends on it, one with a ticket on the token that requested the ticket', () => {
  expect(grantOf({ kind: 'token', id: 't', scopes: [] })).toBe('t')
  expect(grantOf({ kind: 'ticket', room: 'a', by: 't' })).toBe('t')
  expect(grantOf({ kind: 'ticket', room: 'a' })).toBeUndefined()
  expect(grantOf({ kind: 'owner' })).toBeUndefined()
  const account = { kind: 'account', account: 'a', name: 'a', role: 'viewer' } as const
  expect(grantOf({ ...account, session: 's' })).toBe('s')
})
