import { expect, test } from 'vitest'
import type { Identity } from '../../account/principal.ts'
import { sessionCookie } from './authenticate.ts'
import { changeWithoutOrigin, mixedCredentials } from './cookie-use.ts'

const account: Identity = {
  kind: 'account',
  account: 'ann',
  name: 'Ann',
  role: 'viewer',
  session: 's',
}
const cookie = `${sessionCookie}=x`

test.each([
  ['Bearer x', cookie, 'bad-request'],
  ['bearer x', `a=b; __Host-${cookie}; c=d`, 'bad-request'],
  ['Bearer x', undefined, undefined],
  ['Bearer x', `a=b; not_${cookie}`, undefined],
  ['Basic x', cookie, undefined],
  [undefined, cookie, undefined],
])('S4-58 Authorization %j with Cookie %j gives %j', (authorization, sent, code) => {
  const headers = new Headers({
    ...(authorization !== undefined && { authorization }),
    ...(sent !== undefined && { cookie: sent }),
  })
  expect(mixedCredentials({ method: 'GET', headers })?.code).toBe(code)
})

const origin = { origin: 'https://relay.example' }

const owner: Identity = { kind: 'owner' }
const nobody: Identity = { kind: 'anonymous' }

test.each<[string, Identity, Record<string, string>, string | undefined]>([
  ['POST', account, {}, 'forbidden-origin'],
  ['PUT', account, {}, 'forbidden-origin'],
  ['PATCH', account, {}, 'forbidden-origin'],
  ['DELETE', account, {}, 'forbidden-origin'],
  ['POST', account, origin, undefined],
  ['GET', account, {}, undefined],
  ['HEAD', account, {}, undefined],
  ['POST', owner, {}, undefined], // by its token
  ['POST', nobody, {}, undefined],
])('S4-58 a %s of %j with the headers %j gives %j', (method, identity, sent, code) => {
  expect(changeWithoutOrigin({ method, headers: new Headers(sent) }, identity)?.code).toBe(code)
})
