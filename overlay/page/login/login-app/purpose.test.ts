import { expect, test } from 'vitest'
import { purposeOf, returnPath } from './purpose.ts'

test.each([
  ['', { kind: 'login' }],
  ['#token=a%2Bb', { kind: 'token', code: 'a+b' }],
  ['#invite=x', { kind: 'register', code: 'x' }],
  ['#reset=x', { kind: 'reset', code: 'x' }],
])('the fragment %j asks for %j', (hash, purpose) => {
  expect(purposeOf(hash)).toEqual(purpose)
})

test.each([
  ['', '/'],
  ['?to=/live/cats', '/live/cats'],
  ['?to=/live/cats%3Fview%3Dchat', '/live/cats?view=chat'],
  ['?to=//evil.example', '/'],
  ['?to=/%5Cevil.example', '/'],
  ['?to=https://evil.example', '/'],
  ['?to=javascript:alert(1)', '/'],
])('a login with %j leads to %s of this server', (search, path) => {
  expect(returnPath(search)).toBe(path)
})
