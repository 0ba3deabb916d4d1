import { expect, test } from 'vitest'
import { cookieHeader, parseCookies } from './cookie.ts'

test('cookies read back as they were written', () => {
  const cookies = { SESSDATA: 'ab%2C1%2Ccd*91', bili_jct: '0f', empty: '' }
  expect(parseCookies(cookieHeader(cookies))).toEqual(cookies)
})

test.each([
  ['', {}],
  ['a=1;b=2 ; c', { a: '1', b: '2' }],
  ['a=1; bad name=2; c="3"; d=4 5; e=6', { a: '1', e: '6' }],
  ['a=b=c==', { a: 'b=c==' }],
  ['a=1\r\nset-cookie: x=1', {}],
])('%j holds %j', (header, cookies) => {
  expect(parseCookies(header)).toEqual(cookies)
})
