import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platforms } from '../platform/registry.ts'
import { createFakeRooms } from '../room/rooms.fake.ts'
import type { RoomTarget } from '../room/room-target.ts'
import { noSuchRoom } from '../room/room-denied.ts'
import { decide, type Resource, wholeServer } from './policy.ts'
import { actions } from './policy-table.ts'
import type { Identity, Principal } from './principal.ts'
import { scopes } from '../../proto/api/scope.ts'

const configured = (visibility: 'public' | 'unlisted' | 'private', id = 'quiet'): RoomTarget => {
  return { kind: 'configured', id, room: 'quiet', visibility }
}
const source = 'bilibili:1'
const places = {
  public: configured('public'),
  unlisted: configured('unlisted'),
  private: configured('private'),
  'source of public': configured('public', source),
  'source of private': configured('private', source),
  'source of unlisted': configured('unlisted', source),
  'on demand': { kind: 'on-demand', id: source, room: source },
} as const satisfies Record<string, RoomTarget>

const token = (scope: string, room?: string): Identity => {
  return { kind: 'token', id: 't', scopes: [scope], room }
}
const callers: Record<string, Identity> = {
  owner: { kind: 'owner' },
  'rooms:read': token('rooms:read'),
  'rooms:read here': token('rooms:read', 'quiet'),
  'rooms:read elsewhere': token('rooms:read', 'other'),
  'rooms:open': token('rooms:open'),
  'rooms:open here': token('rooms:open', source),
  'rooms:open elsewhere': token('rooms:open', 'bilibili:2'),
  'rooms:write': token('rooms:write'),
  admin: token('admin'),
  'ticket for the room': { kind: 'ticket', room: 'quiet' },
  'ticket for the source': { kind: 'ticket', room: source },
  anonymous: { kind: 'anonymous' },
  'wrong token': { kind: 'wrong-token', reason: 'no' },
}
const wrong = callers['wrong token']!

// + reads; 4 gets "no such room"; o gets a message that rooms:open is required; w gets "wrong token".
// The columns are: public, unlisted, private, source of public, source of private, source of unlisted,
// on demand.
const onPublic: Record<keyof typeof callers, string> = {
  owner: '+++++++',
  'rooms:read': '++++++o',
  'rooms:read here': '++++++o',
  'rooms:read elsewhere': '++4+ooo',
  'rooms:open': '++4+44+',
  'rooms:open here': '++4+44+',
  'rooms:open elsewhere': '++4+ooo',
  'rooms:write': '++4+ooo',
  admin: '+++++++',
  'ticket for the room': '++++ooo',
  'ticket for the source': '++4++++',
  anonymous: '++4+ooo',
  'wrong token': 'wwwwwww',
}

describe.each(Object.entries(callers))('%s', (name, caller) => {
  const expected = onPublic[name] ?? ''

  test('on a public listener', () => {
    const signs = Object.values(places).map((place) => signOf(place, { ...caller, local: false }))
    expect(signs.join('')).toBe(expected)
  })

  test('on a loopback listener opening on demand is free, and a private room stays hidden', () => {
    const signs = Object.values(places).map((place) => signOf(place, { ...caller, local: true }))
    const onLoopback = expected.replace(/[^w][^w]$/, '++').replaceAll('o', '4')
    expect(signs.join('')).toBe(onLoopback)
  })
})

test.each(['anonymous', 'rooms:read elsewhere', 'rooms:write', 'rooms:open elsewhere'])(
  'for %s a private room looks exactly like a room that does not exist',
  (name) => {
    const principal = { ...callers[name]!, local: false }
    const missing = decide(principal, 'read', places['on demand'])
    expect(missing.allowed).toBe(false)
    expect(decide(principal, 'read', places['source of private'])).toEqual(missing)
    expect(decide(principal, 'read', places.private)).toEqual({ allowed: false, ...noSuchRoom })
  },
)

test.each([
  ['owner', '++++', '++++'],
  ['rooms:read', '+++-', '++++'],
  ['rooms:read here', '+++-', '++++'],
  ['rooms:read elsewhere', '+---', '+--+'],
  ['rooms:open', '+--+', '+--+'],
  ['anonymous', '+---', '+--+'],
])('%s finds %s in the list of a public listener and %s on loopback', (name, remote, local) => {
  const shown = [places.public, places.unlisted, places.private, places['on demand']]
  const list = (isLocal: boolean) =>
    shown
      .map((place) => decide({ ...callers[name]!, local: isLocal }, 'list', place).allowed)
      .map((listed) => (listed ? '+' : '-'))
      .join('')
  expect([list(false), list(true)]).toEqual([remote, local])
})

function signOf(place: RoomTarget, principal: Principal): string {
  const decision = decide(principal, 'read', place)
  if (decision.allowed) return '+'
  expect(Buffer.byteLength(decision.reason)).toBeLessThanOrEqual(123)
  if (decision.refused === 'wrong-token') return 'w'
  return decision.refused === 'unknown' ? '4' : 'o'
}

test('L7: a request for a source of an unlisted room does not reveal the room', () => {
  const principal = { kind: 'anonymous', local: false } as const
  const missing = decide(principal, 'read', places['on demand'])
  expect(decide(principal, 'read', places['source of unlisted'])).toEqual(missing)
  expect(decide(principal, 'read', places.unlisted).allowed).toBe(true)
})

test.each([
  ['demo:busy', undefined],
  ['demo:1000', undefined],
  ['demo:1001', 'not-allowed'],
  ['demo:9999', 'not-allowed'],
  ['bilibili:9999', undefined],
])('M2: on this machine an anonymous request for %s gives %j', (id, refused) => {
  const place = createFakeRooms({ platforms }).rooms.find(id)
  const of = (name: string) => decide({ ...callers[name]!, local: true }, 'read', place)
  expect(of('anonymous')).toMatchObject(refused ? { allowed: false, refused } : { allowed: true })
  expect(of('owner').allowed).toBe(true)
  expect(of('rooms:open').allowed).toBe(true)
})

test.each<[string, Identity, string | undefined, boolean]>([
  ['the owner holds all', { kind: 'owner' }, undefined, true],
  ['a token holds its scopes', token('rooms:write'), undefined, true],
  ['for every room', token('rooms:write'), 'a', true],
  ['a token holds no other', token('rooms:read'), 'a', false],
  ['admin holds all', token('admin'), 'a', true],
  ['a token for a room holds it there', token('rooms:write', 'a'), 'a', true],
  ['a token for a room holds it nowhere else', token('rooms:write', 'a'), 'b', false],
  ['a token for a room holds it not for the server', token('rooms:write', 'a'), undefined, false],
  ['not even as admin', token('admin', 'a'), undefined, false],
  ['a ticket holds nothing', { kind: 'ticket', room: 'a' }, 'a', false],
  ['an anonymous caller has no scope', { kind: 'anonymous' }, 'a', false],
  ['a wrong token holds nothing', { kind: 'wrong-token', reason: '' }, 'a', false],
])('%s', (_name, caller, room, held) => {
  const resource = room === undefined ? wholeServer : ({ kind: 'named', room } as const)
  expect(decide({ ...caller, local: true }, 'configure', resource).allowed).toBe(held)
})

test('an overlay is seen by the readers of its room, and by every caller if it has none', () => {
  const see = (name: string, room: RoomTarget | typeof noSuchRoom | undefined) =>
    decide({ ...callers[name]!, local: false }, 'read', { kind: 'overlay', room })
  expect(see('anonymous', undefined).allowed).toBe(true)
  expect(see('anonymous', places.public).allowed).toBe(true)
  expect(see('anonymous', places.private)).toMatchObject({ refused: 'unknown' })
  expect(see('rooms:read', places.private).allowed).toBe(true)
  expect(see('owner', noSuchRoom).allowed).toBe(true)
  expect(see('admin', noSuchRoom)).toMatchObject({ refused: 'unknown' })
})

test('publishing test events on demand needs the right to open the room besides the one to publish', () => {
  const principal = { ...token('events:write'), local: false }
  expect(decide(principal, 'test', places.public).allowed).toBe(true)
  expect(decide(principal, 'test', places['on demand'])).toMatchObject({ refused: 'not-allowed' })
  expect(decide({ ...principal, local: true }, 'test', places['on demand']).allowed).toBe(true)
})

describe('whatever is asked', () => {
  const ids = ['quiet', 'other', 'bilibili:1', 'demo:9999'] as const
  const roomId = fc.constantFrom(...ids)
  const visibility = fc.constantFrom('public', 'unlisted', 'private')
  const costly = fc.constantFrom(undefined, 'too much')
  const target: fc.Arbitrary<RoomTarget> = fc.oneof(
    fc.record({ kind: fc.constant('configured'), id: roomId, room: roomId, visibility, costly }),
    fc.record({ kind: fc.constant('on-demand'), id: roomId, costly }).map((one) => {
      return { ...one, room: one.id }
    }),
    fc.record({ id: roomId, visibility }).map(({ id, ...one }) => {
      return { kind: 'own', id, room: id, ref: 'stage', roleOf: () => undefined, ...one } as const
    }),
  )
  const denial = fc.constantFrom(noSuchRoom, { refused: 'off', reason: 'off' } as const)
  const resource: fc.Arbitrary<Resource> = fc.oneof(
    fc.constant(wholeServer),
    fc.record({ kind: fc.constant('named'), room: roomId }),
    fc.record({ kind: fc.constant('overlay'), room: fc.option(target, { nil: undefined }) }),
    target,
    denial,
  )
  const action = fc.constantFrom(...actions)
  const room = fc.option(roomId, { nil: undefined })
  const identity: fc.Arbitrary<Identity> = fc.oneof(
    fc.constantFrom<Identity>({ kind: 'anonymous' }, { kind: 'owner' }),
    fc.record({ kind: fc.constant('ticket'), room: roomId }),
    fc.record({
      kind: fc.constant('token'),
      id: fc.constant('t'),
      scopes: fc.subarray([...scopes]),
      room,
    }),
  )
  const tokens = fc.record({
    room,
    scopes: fc.subarray([...scopes]),
    more: fc.subarray([...scopes]),
  })

  test('more scopes never allow less', () => {
    const check = fc.property(
      tokens,
      fc.boolean(),
      action,
      resource,
      ({ more, ...less }, local, what, on) => {
        const holder = { kind: 'token', id: 't', ...less, local } as const
        fc.pre(decide(holder, what, on).allowed)
        const both = { ...holder, scopes: [...less.scopes, ...more] }
        expect(decide(both, what, on).allowed).toBe(true)
      },
    )
    fc.assert(check)
  })

  test('a token for all rooms is never worth less than one for a room, nor this machine than another', () => {
    const check = fc.property(
      tokens,
      action,
      resource,
      ({ room: only, scopes: held }, what, on) => {
        const holder = { kind: 'token', id: 't', scopes: held, local: false } as const
        fc.pre(decide({ ...holder, room: only }, what, on).allowed)
        expect(decide(holder, what, on).allowed).toBe(true)
        expect(decide({ ...holder, local: true }, what, on).allowed).toBe(true)
      },
    )
    fc.assert(check)
  })

  test('a wrong token is denied everywhere', () => {
    const check = fc.property(fc.boolean(), action, resource, (local, what, on) => {
      const denied = { allowed: false, refused: 'wrong-token' }
      expect(decide({ ...wrong, local }, what, on)).toMatchObject(denied)
    })
    fc.assert(check)
  })

  test('a hidden room gives the answer of a missing one, unless that would open', () => {
    const hides = fc.constantFrom('read', 'ticket')
    const hidden = fc.constantFrom('private', 'unlisted')
    const check = fc.property(
      identity,
      fc.boolean(),
      hides,
      fc.record({ id: roomId, visibility: hidden, costly }),
      (who, local, what, { id, ...about }) => {
        const principal = { ...who, local }
        const there = { kind: 'configured', id, room: 'quiet', ...about } as const
        const bySource = { kind: 'on-demand', id, room: id, costly: about.costly } as const
        const missing = id === 'quiet' ? noSuchRoom : bySource
        const decision = decide(principal, what, there)
        fc.pre(!decision.allowed && !decide(principal, 'read', there).allowed)
        const opens = decide(principal, 'read', missing).allowed
        const expected = opens
          ? { allowed: false, ...noSuchRoom }
          : decide(principal, what, missing)
        expect(decision).toEqual(expected)
      },
    )
    fc.assert(check)
  })
})
