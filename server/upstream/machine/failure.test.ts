import { expect, test } from 'vitest'
import {
  Forbidden,
  Refused,
  RiskControl,
  RoomNotFound,
  RoomOffline,
} from '../../platform/errors.ts'
import { failureOf, failureOfEnd } from './failure.ts'

test.each([
  [new RoomNotFound('no such room'), { kind: 'not-found', reason: 'no such room' }],
  [new RoomOffline('not live'), { kind: 'offline', reason: 'not live' }],
  [new RiskControl('-352', { retryAfterMs: 90_000 }), { kind: 'risk-control', leastMs: 90_000 }],
  [new Refused('expired', { cause: new Error('7003') }), { kind: 'refused', reason: 'expired' }],
  [new Forbidden('wrong code'), { kind: 'forbidden', reason: 'wrong code' }],
])('%s has a kind of its own', (error, failure) => {
  expect(failureOf(error)).toMatchObject(failure)
})

test('a delay that a site requests is followed up to ten minutes, and an invalid one is ignored', () => {
  const advised = (retryAfterMs: number) => failureOf(new RiskControl('', { retryAfterMs })).leastMs
  expect(advised(86_400_000)).toBe(600_000)
  expect([advised(Number.NaN), advised(-5), advised(0)]).toEqual([undefined, undefined, undefined])
})

test('an unknown error shows its code, never its message', () => {
  const cause = Object.assign(new Error('connect to 10.0.0.1'), { code: 'ECONNREFUSED' })
  const error = new TypeError('fetch of https://x/?token=secret failed', { cause })
  expect(failureOf(error)).toEqual({
    kind: 'unanswered',
    reason: 'a request failed: ECONNREFUSED',
    code: 'connection-refused',
  })
  expect(failureOf(new SyntaxError('secret')).reason).toBe('a request failed: SyntaxError')
  expect(failureOf('secret').reason).toBe('a request failed: unknown')
})

test.each([
  [1000, undefined],
  [1001, 2_000],
  [1006, undefined],
  [1012, 3_000],
  [1013, 5_000],
])('close code %i requests a pause of %s ms', (code, leastMs) => {
  const failure = failureOfEnd({ kind: 'closed', code, reason: 'why' })
  expect(failure).toMatchObject({ kind: 'lost', reason: `closed ${code} why` })
  expect(failure.leastMs).toBe(leastMs)
})

test('a close code with a meaning of its own has the words of the site', () => {
  const closeCodes = new Map([[4004, 'not-found']] as const)
  const end = (code: number, reason = '') =>
    failureOfEnd({ kind: 'closed', code, reason }, { closeCodes })
  expect(end(4004, 'no such room')).toEqual({ kind: 'not-found', reason: 'no such room' })
  expect(end(4004)).toEqual({ kind: 'not-found', reason: 'closed 4004' })
  expect(end(4005, 'why')).toEqual({ kind: 'lost', reason: 'closed 4005 why' })
})

test('a handshake with another answer shows who refused it', () => {
  const rejected = (status: number, headers = {}) =>
    failureOfEnd(
      { kind: 'rejected', status, headers },
      { refusalHeaders: ['handshake-msg', 'handshake-status'] },
    )
  const blocked = { 'handshake-msg': 'DEVICE_BLOCKED', 'handshake-status': '415' }
  expect(rejected(200, blocked)).toEqual({
    kind: 'blocked',
    reason: 'handshake answered 200 DEVICE_BLOCKED 415',
    code: 'handshake-refused',
  })
  expect(rejected(403)).toMatchObject({ kind: 'refused' })
  expect(rejected(502)).toMatchObject({ kind: 'unreachable' })
  expect(rejected(503, { 'retry-after': '5' })).toMatchObject({
    kind: 'unreachable',
    leastMs: 5_000,
  })
  expect(rejected(412)).toEqual({
    kind: 'risk-control',
    reason: 'handshake answered 412',
    code: 'slow-down',
  })
  expect(rejected(444)).toMatchObject({ kind: 'risk-control', code: 'slow-down' })
  expect(rejected(429, { 'retry-after': '45' })).toMatchObject({
    kind: 'risk-control',
    leastMs: 45_000,
  })
})
