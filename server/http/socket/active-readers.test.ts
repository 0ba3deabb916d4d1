import { expect, test } from 'vitest'
import type { Identity } from '../../account/principal.ts'
import { unknown } from '../../room/room-denied.ts'
import { ActiveReaders, endReasons } from './active-readers.ts'

function start() {
  const hidden = new Set<string>()
  const ended: string[] = []
  const audience = new ActiveReaders(
    (room) => () =>
      hidden.has(room) ? { allowed: false, ...unknown('hidden') } : { allowed: true },
  )
  const join = (name: string, { caller, room }: { caller: Identity; room: string }) =>
    audience.join({
      principal: { ...caller, local: false },
      room,
      end: ({ reason }) => ended.push(`${name}: ${reason}`),
    })
  return { hidden, ended, audience, join }
}

const browser = (session: string) =>
  ({ kind: 'account', account: 'a', name: 'a', role: 'viewer', session }) as const
const token = (id: string) => ({ kind: 'token', id, scopes: [] }) as const

test('hiding a room ends the streams of readers without access, once', () => {
  const { hidden, ended, audience, join } = start()
  join('a', { caller: { kind: 'anonymous' }, room: 'quiet' })
  join('b', { caller: { kind: 'anonymous' }, room: 'other' })
  audience.review()
  expect(ended).toEqual([])
  hidden.add('quiet')
  audience.review()
  audience.review()
  expect(ended).toEqual(['a: hidden'])
})

test('a revoked token ends its streams and those of its tickets, and no others', () => {
  const { ended, audience, join } = start()
  join('token', { caller: token('t'), room: 'quiet' })
  join('ticket', { caller: { kind: 'ticket', room: 'quiet', by: 't' }, room: 'quiet' })
  join('other token', { caller: token('u'), room: 'quiet' })
  join("owner's ticket", { caller: { kind: 'ticket', room: 'quiet' }, room: 'quiet' })
  join('owner', { caller: { kind: 'owner' }, room: 'quiet' })
  audience.revoke('t', endReasons.token)
  expect(ended).toEqual(['token: this token was revoked', 'ticket: this token was revoked'])
})

test('a reader that has left is not ended', () => {
  const { ended, audience, join } = start()
  join('a', { caller: token('t'), room: 'quiet' })()
  audience.revoke('t', endReasons.token)
  expect(ended).toEqual([])
})

test('the end of a session ends its streams and those of its tickets', () => {
  const { ended, audience, join } = start()
  join('browser', { caller: browser('s'), room: 'quiet' })
  join('ticket', { caller: { kind: 'ticket', room: 'quiet', by: 's' }, room: 'quiet' })
  join('other browser', { caller: browser('other'), room: 'quiet' })
  expect(audience.reads('s')).toBe(true)
  audience.revoke('s', endReasons.session)
  expect(ended.map((text) => text.split(':')[0])).toEqual(['browser', 'ticket'])
  expect(audience.reads('s')).toBe(false)
  expect(audience.reads('other')).toBe(true)
})
