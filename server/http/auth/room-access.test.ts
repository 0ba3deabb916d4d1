import { describe, expect, test } from 'vitest'
import type { Principal } from '../../account/principal.ts'
import type { RoomTarget } from '../../room/room-target.ts'
import { noSuchRoom } from '../../room/room-denied.ts'
import { isListed, denyRead } from './room-access.ts'

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

const token = (scope: string, room?: string): Principal => {
  return { kind: 'token', id: 't', scopes: [scope], room }
}
const callers: Record<string, Principal> = {
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
  'wrong token': { kind: 'wrong-token', reason: '' },
}

// + reads; 4 gets "no such room"; o gets a message that rooms:open is required. The columns are:
// public, unlisted, private, source of public, source of private, source of unlisted, on demand.
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
  'wrong token': '++4+ooo',
}

describe.each(Object.entries(callers))('%s', (name, caller) => {
  const expected = onPublic[name] ?? ''

  test('on a public listener', () => {
    const signs = Object.values(places).map((place) => signOf(place, caller, false))
    expect(signs.join('')).toBe(expected)
  })

  test('on a loopback listener opening on demand is free, and a private room stays hidden', () => {
    const signs = Object.values(places).map((place) => signOf(place, caller, true))
    const onLoopback = expected.replace(/..$/, '++').replaceAll('o', '4')
    expect(signs.join('')).toBe(onLoopback)
  })
})

test.each(['anonymous', 'rooms:read elsewhere', 'rooms:write', 'rooms:open elsewhere'])(
  'for %s a private room looks exactly like a room that does not exist',
  (name) => {
    const asker = { caller: callers[name]!, local: false }
    const missing = denyRead(places['on demand'], asker)
    expect(missing).toBeDefined()
    expect(denyRead(places['source of private'], asker)).toEqual(missing)
    expect(denyRead(places.private, asker)).toBe(noSuchRoom)
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
      .map((place) => (isListed(place, { caller: callers[name]!, local: isLocal }) ? '+' : '-'))
      .join('')
  expect([list(false), list(true)]).toEqual([remote, local])
})

function signOf(place: RoomTarget, caller: Principal, local: boolean): string {
  const refusal = denyRead(place, { caller, local })
  if (!refusal) return '+'
  expect(Buffer.byteLength(refusal.reason)).toBeLessThanOrEqual(123)
  return refusal.refused === 'unknown' ? '4' : 'o'
}

test('L7: a request for a source of an unlisted room does not reveal the room', () => {
  const asker = { caller: callers['anonymous']!, local: false }
  const missing = denyRead(places['on demand'], asker)
  expect(denyRead(places['source of unlisted'], asker)).toEqual(missing)
  expect(denyRead(places.unlisted, asker)).toBeUndefined()
})

test.each([
  ['demo:busy', undefined],
  ['demo:1000', undefined],
  ['demo:1001', 'not-allowed'],
  ['demo:9999', 'not-allowed'],
  ['bilibili:9999', undefined],
])('M2: on this machine an anonymous request for %s gives %j', (id, refused) => {
  const place = { kind: 'on-demand', id, room: id } as const
  const of = (name: string) => denyRead(place, { caller: callers[name]!, local: true })
  expect(of('anonymous')?.refused).toBe(refused)
  expect(of('owner')).toBeUndefined()
  expect(of('rooms:open')).toBeUndefined()
})
