import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createFakeIo, type FakeAnswer, type FakeIo } from './io.fake.ts'

const folder = join(import.meta.dirname, '../fixture/http')
const answer = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Record<string, unknown>

const nav = '/x/web-interface/nav'
const spi = '/x/frontend/finger/spi'
const getDanmuInfo = '/xlive/web-room/v1/index/getDanmuInfo'
const cookie = 'SESSDATA=secret; buvid3=device-of-the-account; buvid4=its-second-id'
const ticket = { facts: { roomId: '5440', buvid: 'kept-since-resolve', buvid4: 'a+b/c==' } }

const guestNav = answer('nav.guest')
const loggedIn = {
  ...guestNav,
  code: 0,
  data: { ...(guestNav['data'] as object), isLogin: true, mid: 777 },
}

function site(answers: Readonly<Record<string, readonly FakeAnswer[]>>, text = cookie): FakeIo {
  return createFakeIo(
    {
      [spi]: [answer('spi.ok')],
      '/room/v1/Room/get_info': [answer('get_info.short')],
      [nav]: [loggedIn],
      [getDanmuInfo]: [answer('getDanmuInfo.ok')],
      ...answers,
    },
    { sign: async () => ({ w_rid: 'signed' }), cookie: text },
  )
}

const cookiesOf = (io: FakeIo, path: string): (string | null)[] =>
  io.requests.filter(({ url }) => url.pathname === path).map(({ headers }) => headers.get('cookie'))

const greeting = (frames: readonly Uint8Array[]): unknown =>
  JSON.parse(new TextDecoder().decode(frames[0]?.subarray(16)))

test('a cookie connects as its account, with its token and device', async () => {
  const io = site({})
  const connection = await connector.open(ticket, io)
  expect(connection).toMatchObject({ login: 'account', limits: [] })
  expect(connection.remark).toBeUndefined()
  expect(greeting(connection.first)).toMatchObject({ uid: 777, buvid: 'device-of-the-account' })
  expect(cookiesOf(io, getDanmuInfo)).toEqual([cookie])
  expect(connection.headers).not.toHaveProperty('cookie')
})

test('a cookie without a device gets that of the ticket, and the cookie names are reported', async () => {
  const io = site({}, 'SESSDATA=secret')
  const { first, addedCookies } = await connector.open(ticket, io)
  expect(greeting(first)).toMatchObject({ uid: 777, buvid: 'kept-since-resolve' })
  expect(cookiesOf(io, getDanmuInfo)).toEqual([
    'SESSDATA=secret; buvid3=kept-since-resolve; buvid4=a%2Bb%2Fc%3D%3D',
  ])
  expect(addedCookies).toEqual(['buvid3', 'buvid4'])
  expect(cookiesOf(io, spi)).toEqual([])
})

test('a partial device is completed by the site, which receives the existing part', async () => {
  const half = 'SESSDATA=secret; buvid3=device-of-the-account'
  const io = site({}, half)
  const { first, addedCookies } = await connector.open(ticket, io)
  expect(greeting(first)).toMatchObject({ buvid: 'device-of-the-account' })
  expect(cookiesOf(io, spi)).toEqual([half])
  const given = (answer('spi.ok')['data'] as { b_4: string }).b_4
  expect(cookiesOf(io, getDanmuInfo)).toEqual([`${half}; buvid4=${given}`])
  expect(addedCookies).toEqual(['buvid4'])
})

test('a complete cookie gets no additions', async () => {
  expect((await connector.open(ticket, site({}))).addedCookies).toBeUndefined()
})

test.each([
  ['is not known any more', { [nav]: [guestNav] }],
  ['is refused a token', { [getDanmuInfo]: [{ code: 65530 }, answer('getDanmuInfo.ok')] }],
])('a cookie that %s is reported, and the connection is that of a guest', async (_, answers) => {
  const io = site(answers)
  const connection = await connector.open(ticket, io)
  expect(connection).toMatchObject({
    login: 'guest',
    limits: ['masked', 'sampled', 'login-needed'],
  })
  expect(connection.remark).toMatchObject({
    code: 'login-expired',
    reason: expect.stringContaining('replace it') as string,
  })
  expect(greeting(connection.first)).toMatchObject({ uid: 0 })
  expect(cookiesOf(io, getDanmuInfo).at(-1)).toMatch(/^buvid3=kept-since-resolve; /)
})

test('rooms are looked up as a guest, whatever the cookie', async () => {
  const io = site({})
  await connector.resolve('1', io)
  await connector.poll?.(ticket, io)
  expect(io.requests.map(({ headers }) => headers.get('cookie'))).toEqual([null, null, null])
})
