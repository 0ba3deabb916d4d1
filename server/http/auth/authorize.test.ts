import { expect, test } from 'vitest'
import type { Identity } from '../../account/principal.ts'
import { type Access, isAccess, authorize } from './authorize.ts'

const rules: readonly Access[] = [
  'public',
  'read',
  'observe',
  'administer',
  'configure',
  { action: 'configure', room: 'slug' },
]
const token = (scope: string, room?: string): Identity => {
  return { kind: 'token', id: 't', scopes: [scope], room }
}

const signs: Readonly<Record<number, string>> = { 401: '1', 403: '3' }

// In the order of the rules, for the room `quiet`, on a public listener: + passes, 1 is 401, 3 is 403.
test.each<[string, Identity, string]>([
  ['owner', { kind: 'owner' }, '++++++'],
  ['anonymous', { kind: 'anonymous' }, '++1111'],
  ['wrong token', { kind: 'wrong-token', reason: 'no' }, '111111'],
  ['ticket', { kind: 'ticket', room: 'quiet' }, '++3333'],
  ['reader', token('rooms:read'), '++3333'],
  ['writer', token('rooms:write'), '++33++'],
  ['writer here', token('rooms:write', 'quiet'), '++333+'],
  ['writer elsewhere', token('rooms:write', 'other'), '++3333'],
  ['admin', token('admin'), '+++3++'],
  ['admin here', token('admin', 'quiet'), '++333+'],
])('%s', (_name, caller, expected) => {
  const answer = (local: boolean) =>
    rules.map((rule) => {
      const named = { kind: 'named', room: 'quiet' } as const
      const room = typeof rule === 'object' ? named : undefined
      return signs[authorize(rule, { ...caller, local }, room)?.status ?? 0] ?? '+'
    })
  expect(answer(false).join('')).toBe(expected)
  const home = caller.kind === 'wrong-token' ? expected : expected.replace(/^(..)./, '$1+')
  expect(answer(true).join('')).toBe(home)
})

test('a refusal names the missing scope', () => {
  const scope = 'rooms:write'
  for (const caller of [{ kind: 'anonymous' } as const, token('rooms:read')]) {
    expect(authorize('configure', { ...caller, local: true })?.message).toContain(scope)
  }
})

test.each([
  undefined,
  '',
  'reader',
  'Public',
  {},
  { action: 'rooms', room: 'id' },
  { action: 'configure' },
  { action: 'rooms', live: 'id' },
  { scope: 'rooms:write' },
  null,
  [],
])('%j is no access rule', (rule) => {
  expect(isAccess(rule)).toBe(false)
})

test('every access rule is recognized', () => {
  expect(rules.every(isAccess)).toBe(true)
  expect(isAccess({ action: 'direct', live: 'id' })).toBe(true)
})
