import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccountRole, accountRoles } from '../../proto/api/account.ts'
import { scopes } from '../../proto/api/scope.ts'
import type { RoomTarget } from '../room/room-target.ts'
import { decide, type Resource, wholeServer } from './policy.ts'
import { type Action, actions } from './policy-table.ts'
import type { Principal } from './principal.ts'

const account = (role: AccountRole): Principal => {
  return { kind: 'account', account: 'a', name: 'a', role, session: 's', local: false }
}
const anonymous: Principal = { kind: 'anonymous', local: false }
const room = (visibility: 'public' | 'private'): RoomTarget => {
  return { kind: 'configured', id: 'quiet', room: 'quiet', visibility }
}

const asked: readonly (readonly [Action, Resource])[] = [
  ['observe', wholeServer],
  ['administer', wholeServer],
  ['supervise', wholeServer],
  ['profile', wholeServer],
  ['participate', wholeServer],
  ['configure', wholeServer],
  ['test', room('public')],
  ['read', room('public')],
  ['read', room('private')],
  ['ticket', room('private')],
  ['upload', wholeServer],
]

// In the order of the questions.
test.each<[AccountRole, string]>([
  ['owner', '+++++++++++'],
  ['admin', '+-+++++++++'],
  ['analyst', '+--++--++++'],
  ['moderator', '---++--+--+'],
  ['host', '---++--+--+'],
  ['viewer', '---++--+--+'],
  ['guest', '---++--+---'],
])('S2-3: an account with the role %s may do %s', (role, expected) => {
  const signs = asked.map(([action, on]) => (decide(account(role), action, on).allowed ? '+' : '-'))
  expect(signs.join('')).toBe(expected)
})

const onWhat = fc.constantFrom<Resource>(
  wholeServer,
  { kind: 'named', room: 'quiet' },
  { kind: 'overlay' },
  { kind: 'on-demand', id: 'demo:busy', room: 'demo:busy' },
  room('public'),
  room('private'),
)

test('a higher role never allows less', () => {
  const ladder = ['guest', 'viewer', 'host', 'moderator', 'admin', 'owner'] as const
  const pairs = fc.constantFrom(
    ...ladder.slice(1).map((higher, i) => [ladder[i] ?? 'guest', higher] as const),
    ['viewer', 'analyst'] as const,
    ['analyst', 'admin'] as const,
  )
  const check = fc.property(pairs, fc.constantFrom(...actions), onWhat, ([low, high], what, on) => {
    fc.pre(decide(account(low), what, on).allowed)
    expect(decide(account(high), what, on).allowed).toBe(true)
  })
  fc.assert(check)
})

test('whoever logs in keeps what is open to everybody', () => {
  const roles = fc.constantFrom(...accountRoles)
  const check = fc.property(roles, fc.constantFrom(...actions), onWhat, (role, what, on) => {
    fc.pre(decide(anonymous, what, on).allowed)
    expect(decide(account(role), what, on).allowed).toBe(true)
  })
  fc.assert(check)
})

test('the account of the owner may do exactly what the owner token may', () => {
  const owner: Principal = { kind: 'owner', local: false }
  const check = fc.property(fc.constantFrom(...actions), onWhat, (what, on) => {
    expect(decide(account('owner'), what, on).allowed).toBe(decide(owner, what, on).allowed)
  })
  fc.assert(check)
})

test('no token manages accounts, and no scope does what only a person may', () => {
  const token: Principal = { kind: 'token', id: 't', scopes, local: true }
  for (const action of ['administer', 'supervise', 'profile'] as const) {
    expect(decide(token, action, wholeServer).allowed).toBe(false)
  }
})

test('a refusal asks a stranger to log in, and names the role of whoever is logged in', () => {
  expect(decide(anonymous, 'profile', wholeServer)).toMatchObject({
    reason: 'log in first: this is for accounts',
  })
  expect(decide(account('viewer'), 'configure', wholeServer)).toMatchObject({
    reason: 'the role of your account does not include this',
  })
})
