import { expect, test } from 'vitest'
import type { OwnTarget } from '../room/room-target.ts'
import { decide } from './policy.ts'
import type { AccountIdentity, Identity } from './principal.ts'

const account = (id: string, role: AccountIdentity['role'] = 'viewer'): Identity => {
  return { kind: 'account', account: id, name: id, role, session: `s-${id}` }
}
const token = (scopes: readonly string[], of?: string): Identity => {
  return { kind: 'token', id: 't', scopes, account: of }
}

const roles: Readonly<Record<string, ReturnType<OwnTarget['roleOf']>>> = {
  hana: 'host',
  momo: 'moderator',
  mimi: 'member',
}
const stage = (visibility: OwnTarget['visibility']): OwnTarget => {
  const id = 'live:stage'
  return { kind: 'own', id, room: id, ref: 'stage', visibility, roleOf: (one) => roles[one] }
}

const asked = ['read', 'participate', 'moderate', 'direct'] as const

// Read, participate, moderate, direct: first in a public room, then in a private one; 0 is hidden.
test.each<[string, Identity, string]>([
  ['anonymous', { kind: 'anonymous' }, '+--- 0000'],
  ['a guest', account('x', 'guest'), '++-- 0000'],
  ['a viewer', account('x'), '++-- 0000'],
  ['a host of another room', account('x', 'host'), '++-- 0000'],
  ['the host', account('hana', 'host'), '++++ ++++'],
  ['a moderator of the room', account('momo'), '+++- +++-'],
  ['a member', account('mimi'), '++-- ++--'],
  ['a moderator of the server', account('x', 'moderator'), '+++- 0000'],
  ['an administrator', account('x', 'admin'), '++++ ++++'],
  ['the owner', account('owner', 'owner'), '++++ ++++'],
  ['a token to write for the host', token(['live:write'], 'hana'), '++++ ++++'],
  ['a token to read for the host', token(['rooms:read'], 'hana'), '+--- +---'],
  ['a token to write for nobody', token(['live:write']), '++-- 0000'],
  ['a ticket', { kind: 'ticket', room: 'live:stage' }, '+--- +---'],
])('%s in live rooms: %s', (_name, identity, expected) => {
  const principal = { ...identity, local: false }
  const signs = (['public', 'private'] as const).map((visibility) =>
    asked
      .map((action) => {
        const decision = decide(principal, action, stage(visibility))
        if (decision.allowed) return '+'
        return decision.refused === 'unknown' ? '0' : '-'
      })
      .join(''),
  )
  expect(signs.join(' ')).toBe(expected)
})

test('only hosts and higher roles create live rooms', () => {
  const able = (
    ['guest', 'viewer', 'moderator', 'analyst', 'host', 'admin', 'owner'] as const
  ).filter(
    (role) => decide({ ...account('x', role), local: true }, 'host', { kind: 'server' }).allowed,
  )
  expect(able).toEqual(['moderator', 'host', 'admin', 'owner'])
})

test('a configured room that is private hides a live room in it from its members', () => {
  const within = {
    kind: 'configured',
    id: 'live:stage',
    room: 'night',
    visibility: 'private',
  } as const
  const target = { ...stage('public'), room: 'night', within }
  const decision = decide({ ...account('mimi'), local: false }, 'participate', target)
  expect(decision).toMatchObject({ allowed: false, refused: 'unknown' })
})
