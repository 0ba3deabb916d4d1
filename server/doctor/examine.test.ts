import { describe, expect, test } from 'vitest'
import {
  Forbidden,
  Refused,
  RiskControl,
  RoomNotFound,
  RoomOffline,
  Unsigned,
} from '../platform/errors.ts'
import { toyConnection } from '../upstream/platform.fake.ts'
import { practice, quietConnection, settle } from './doctor.fake.ts'
import { isWell, type Report } from './report.ts'

const codesOf = ({ findings }: Report) => findings.map(({ step, code }) => `${step} ${code}`)

describe('an examination', () => {
  test('of a working room reports every step and the received kinds', async () => {
    const { begin, wire, clock } = practice({
      resolve: async (ref, { fetch }) => {
        await fetch('https://toy.example/room?secret=1')
        return { facts: { ref }, live: { state: 'live' } }
      },
    })
    const { done } = await begin()
    wire().open()
    wire().say('accepted; chat hi; chat ho; masked')
    clock.advance(40_000)
    const report = await done
    expect(codesOf(report)).toEqual([
      'page found',
      'cookie cookie-given',
      'signature not-signed',
      'handshake connected',
      'frames heard',
      'kinds kinds-known',
      'completeness not-compared',
    ])
    expect(report).toMatchObject({ limits: ['masked'], kinds: { events: { chat: 2 } } })
    expect(report.requests).toEqual([{ host: 'toy.example', path: '/room', status: 200 }])
    expect(isWell(report)).toBe(true)
  })

  test.each([
    [10, 'all-heard', 'ok', '10 of 10 lines'],
    [3, 'part-heard', 'warning', '3 of 10 lines'],
  ])('of a room reports that %i lines of ten arrive', async (arriving, code, verdict, detail) => {
    const lines = Array.from({ length: 10 }, (_, number) => ({ text: `line ${number}` }))
    const { begin, wire, clock } = practice(
      { recent: async () => lines.map((line) => ({ ...line, at: clock.now() })) },
      { network: { measures: true } },
    )
    const { done } = await begin()
    wire().open()
    wire().say('accepted')
    clock.advance(15_000)
    for (const { text } of lines.slice(0, arriving)) wire().say(`chat ${text}`)
    clock.advance(5_000)
    await settle()
    clock.advance(20_000)
    expect((await done).findings.at(-1)).toMatchObject({ code, verdict, detail })
  })

  test.each([
    [new RoomNotFound('gone'), 'page not-found'],
    [new RiskControl('a check'), 'page taken-for-machine'],
    [new Forbidden('not you'), 'page forbidden'],
    [new Error('http://secret.example/?token=1'), 'page unanswered'],
  ])('stops at the page if the lookup fails with %s', async (cause, code) => {
    const { begin } = practice({ resolve: () => Promise.reject(cause) })
    const report = await (await begin()).done
    expect(codesOf(report)).toEqual([
      code,
      'cookie not-reached',
      'signature not-reached',
      'handshake not-reached',
      'frames not-reached',
      'kinds not-reached',
      'completeness not-reached',
    ])
    expect(isWell(report)).toBe(false)
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test.each([
    [new Refused('token'), 'signature refused', 'failed'],
    [new Unsigned('signer_unavailable'), 'signature unsigned', 'failed'],
    [new RoomOffline('over'), 'signature offline', 'warning'],
  ])('stops at the connection if opening it fails with %s', async (cause, code, verdict) => {
    const { begin, wires } = practice({ open: () => Promise.reject(cause) })
    const report = await (await begin()).done
    expect(codesOf(report)[2]).toBe(code)
    expect(report.findings[2]).toMatchObject({ verdict })
    expect(wires).toEqual([])
  })

  test('gives a silent site as much time as a source would', async () => {
    const { begin, clock } = practice({ resolve: () => new Promise(() => undefined) })
    const { done, report } = await begin()
    clock.advance(14_999)
    await settle()
    expect(report.state).toBe('running')
    clock.advance(1)
    expect(codesOf(await done)[0]).toBe('page unanswered')
  })

  test('renews the connection while it listens, and no longer', async () => {
    const kept: number[] = []
    const send = () => Promise.resolve(void kept.push(clock.now() - begun))
    const { begin, wire, clock } = practice({
      open: () => Promise.resolve({ ...quietConnection, keepAlive: { everyMs: 18_000, send } }),
    })
    const begun = clock.now()
    const { done } = await begin()
    wire().open()
    wire().say('accepted')
    clock.advance(18_000)
    await settle()
    clock.advance(18_000)
    await settle()
    clock.advance(4_000)
    await done
    clock.advance(60_000)
    expect(kept).toEqual([18_000, 36_000])
  })

  test('tries the next host if one does not answer, and reports both', async () => {
    const { begin, wires, wire, clock } = practice()
    const { done } = await begin()
    wire().end({ kind: 'unreachable', cause: new Error('away') })
    await settle()
    wire().open()
    wire().say('accepted')
    clock.advance(40_000)
    const report = await done
    expect(wires.map(({ url }) => url)).toEqual(['wss://one.example/', 'wss://two.example/'])
    expect(report.findings[3]).toMatchObject({
      code: 'connected',
      detail: 'host 1: no connection: Error',
    })
  })

  test('opens a single-use connection again for the next host, and gives back all of them', async () => {
    let opened = 0
    const ended: number[] = []
    const { begin, wire } = practice({
      open: () => {
        const number = ++opened
        const end = () => Promise.resolve(void ended.push(number))
        return Promise.resolve({ ...toyConnection, reusable: false, end })
      },
    })
    const { done } = await begin()
    wire().end({ kind: 'unreachable', cause: new Error('away') })
    await settle()
    wire().end({ kind: 'unreachable', cause: new Error('away') })
    expect(codesOf(await done)[3]).toBe('handshake unreachable')
    expect([opened, ended]).toEqual([2, [1, 2]])
  })
})

describe('an examination with the operator’s cookie', () => {
  const cookie = 'session=the-secret'
  const asked = (login: 'account' | 'guest', remark?: string, addedCookies?: readonly string[]) =>
    practice(
      {
        open: (_, io) => {
          expect(io.cookie).toBe(cookie)
          return Promise.resolve({
            ...toyConnection,
            login,
            ...(addedCookies && { addedCookies }),
            ...(remark && { remark: { reason: remark, code: 'login-expired' } }),
          })
        },
      },
      {
        cookieFor: (platform, ref) =>
          Promise.resolve(`${platform}:${ref}` === 'toy:7' ? cookie : undefined),
      },
    )

  test('reports that the site knows the account, and nothing of the cookie', async () => {
    const { begin, wire } = asked('account')
    const { done } = await begin()
    wire().end({ kind: 'rejected', status: 403, headers: {} })
    const report = await done
    expect(report.findings[1]).toMatchObject({ verdict: 'ok', code: 'cookie-account' })
    expect(report.login).toBe('account')
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test('reports the added cookies, though the site knows the account', async () => {
    const { begin, wire } = asked('account', undefined, ['buvid3', 'buvid4'])
    const { done } = await begin()
    wire().end({ kind: 'rejected', status: 403, headers: {} })
    expect((await done).findings[1]).toMatchObject({
      verdict: 'warning',
      code: 'cookie-without-device',
      detail: 'buvid3, buvid4',
    })
  })

  test('reports an expired login, though the room is received as a guest', async () => {
    const { begin, wire } = asked('guest', 'log in anew')
    const { done } = await begin()
    wire().end({ kind: 'rejected', status: 403, headers: {} })
    expect((await done).findings[1]).toMatchObject({
      verdict: 'warning',
      code: 'cookie-worn',
      detail: 'log in anew',
    })
  })
})

test('of an address shows its host and path and nothing else', async () => {
  const { begin } = practice({ resolve: (ref) => Promise.reject(new RoomNotFound(`not ${ref}`)) })
  const { done } = await begin('toy:https://toy.example/7?share=secret#token')
  expect((await done).room).toBe('toy:https://toy.example/7')
})
