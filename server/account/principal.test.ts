import { expect, test } from 'vitest'
import { type Principal, grantOf, hasScope } from './principal.ts'

const token = (scopes: string[], room?: string): Principal => ({
  kind: 'token',
  id: 't',
  scopes,
  room,
})

test.each<[string, Principal, string | undefined, boolean]>([
  ['the owner holds all', { kind: 'owner' }, undefined, true],
  ['a token holds its scopes', token(['rooms:write']), undefined, true],
  ['for every room', token(['rooms:write']), 'a', true],
  ['a token holds no other', token(['rooms:read', 'rooms:open']), 'a', false],
  ['admin holds all', token(['admin']), 'a', true],
  ['a token for a room holds it there', token(['rooms:write'], 'a'), 'a', true],
  ['a token for a room holds it nowhere else', token(['rooms:write'], 'a'), 'b', false],
  ['a token for a room holds it not for the server', token(['rooms:write'], 'a'), undefined, false],
  ['not even as admin', token(['admin'], 'a'), undefined, false],
  ['a ticket holds nothing', { kind: 'ticket', room: 'a' }, 'a', false],
  ['an anonymous caller has no scope', { kind: 'anonymous' }, 'a', false],
  ['a wrong token holds nothing', { kind: 'wrong-token', reason: '' }, 'a', false],
])('%s', (_name, caller, room, held) => {
  expect(hasScope(caller, 'rooms:write', room)).toBe(held)
})

test('a caller with a token depends on it, one with a ticket on the token that requested the ticket', () => {
  expect(grantOf(token([]))).toBe('t')
  expect(grantOf({ kind: 'ticket', room: 'a', by: 't' })).toBe('t')
  expect(grantOf({ kind: 'ticket', room: 'a' })).toBeUndefined()
  expect(grantOf({ kind: 'owner' })).toBeUndefined()
  expect(grantOf({ kind: 'owner', session: 's' })).toBe('s')
})
