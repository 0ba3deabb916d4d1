import { expect, test } from 'vitest'
import { Forbidden, Refused, RiskControl } from '../platform/errors.ts'
import { failureOf, failureOfEnd } from './machine/failure.ts'
import { reasonCodeOf } from './reason.ts'

const networkError = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('at 10.0.0.1'), { code }) })

test.each([
  ['ENOTFOUND', 'host-unknown'],
  ['EAI_AGAIN', 'host-unknown'],
  ['ECONNREFUSED', 'connection-refused'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
  ['ENETUNREACH', 'unreachable'],
  ['CERT_HAS_EXPIRED', 'tls-failed'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-failed'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-failed'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls-failed'],
])('a request and a socket that end with %s are %s', (name, code) => {
  expect(reasonCodeOf(failureOf(networkError(name)))).toBe(code)
  const cause = Object.assign(new Error('at 10.0.0.1'), { code: name })
  expect(reasonCodeOf(failureOfEnd({ kind: 'unreachable', cause }))).toBe(code)
})

test('an error without a known name has the code of its kind', () => {
  expect(reasonCodeOf(failureOf(new SyntaxError('<html>')))).toBe('bad-answer')
  const cause = new Error('closed before it was open')
  expect(reasonCodeOf(failureOfEnd({ kind: 'unreachable', cause }))).toBe('unreachable')
})

test('the code that a connector gives outweighs the code of its error class', () => {
  expect(reasonCodeOf(failureOf(new RiskControl('-352')))).toBe('risk-control')
  expect(reasonCodeOf(failureOf(new RiskControl('412', { code: 'slow-down' })))).toBe('slow-down')
  expect(reasonCodeOf(failureOf(new Forbidden('no')))).toBe('not-allowed')
  expect(reasonCodeOf(failureOf(new Refused('no')))).toBe('session-refused')
})
