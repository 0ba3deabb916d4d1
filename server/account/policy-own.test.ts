import { expect, test } from 'vitest'
import { noSuchRoom } from '../room/room-denied.ts'
import type { RoomTarget } from '../room/room-target.ts'
import type { Visibility } from '../store/query/room.ts'
import { decide } from './policy.ts'
import type { Identity } from './principal.ts'

const token = (scope: string, room?: string): Identity => {
  return { kind: 'token', id: 't', scopes: [scope], room }
}

const own = (visibility: Visibility, within?: Visibility): RoomTarget => {
  const id = 'live:stage'
  const alone = {
    kind: 'own',
    id,
    room: id,
    ref: 'stage',
    visibility,
    roleOf: () => undefined,
  } as const
  if (!within) return alone
  return {
    ...alone,
    room: 'quiet',
    within: { kind: 'configured', id, room: 'quiet', visibility: within },
  }
}

// The columns are: public, unlisted, private; public and unlisted in a public room, public in an
// unlisted room and in a private one; private in a public room.
const ownRooms = [
  ...(['public', 'unlisted', 'private'] as const).map((one) => own(one)),
  own('public', 'public'),
  own('unlisted', 'public'),
  own('public', 'unlisted'),
  own('public', 'private'),
  own('private', 'public'),
]

test.each<[string, Identity, string]>([
  ['anonymous', { kind: 'anonymous' }, '++-++---'],
  ['rooms:open', token('rooms:open'), '++-++---'],
  ['rooms:read', token('rooms:read'), '++++++++'],
  ['rooms:read in the configured room', token('rooms:read', 'quiet'), '++-+++++'],
  ['rooms:read in the live room', token('rooms:read', 'live:stage'), '+++++--+'],
  ['admin', token('admin'), '++++++++'],
  ['owner', { kind: 'owner' }, '++++++++'],
])('%s reads live rooms on a public listener: %j %s', (_name, identity, expected) => {
  const principal = { ...identity, local: false }
  const decisions = ownRooms.map((room) => decide(principal, 'read', room))
  expect(decisions.map(({ allowed }) => (allowed ? '+' : '-')).join('')).toBe(expected)
  const refusals = decisions.filter(({ allowed }) => !allowed)
  expect(refusals).toEqual(refusals.map(() => ({ allowed: false, ...noSuchRoom })))
})

test('a list shows public live rooms alone, and a ticket for a live room reads that one', () => {
  const principal = { kind: 'anonymous', local: true } as const
  const listed = ownRooms.map((room) => decide(principal, 'list', room).allowed)
  expect(listed).toEqual([true, false, false, true, false, false, false, false])
  const holder = { kind: 'ticket', room: 'live:stage', local: false } as const
  expect(ownRooms.every((room) => decide(holder, 'read', room).allowed)).toBe(true)
  const other = { ...holder, room: 'quiet' }
  expect(decide(other, 'read', own('private')).allowed).toBe(false)
})

test('a token for a live room gets tickets for it wherever its readers may read it', () => {
  const holder = { ...token('rooms:read', 'live:stage'), local: false }
  const issued = ownRooms.map((room) => decide(holder, 'ticket', room).allowed)
  expect(issued).toEqual([true, true, true, true, true, false, false, true])
})
