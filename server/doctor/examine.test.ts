import { describe, expect, test } from 'vitest'
import {
  Forbidden,
  Refused,
  RiskControl,
  RoomNotFound,
  RoomOffline,
  Unsigned,
} from '../platform/connector.ts'
import { toyConnection } from '../upstream/platform.fake.ts'
import { practice, settle } from './doctor.fake.ts'
import { isWell, type Report } from './report.ts'

const codesOf = ({ findings }: Report) => findings.map(({ step, code }) => `${step} ${code}`)

describe('an examination', () => {
  test('of a room that is well says so at every step, and what was heard', async () => {
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
    ])
    expect(report).toMatchObject({ limits: ['masked'], kinds: { events: { chat: 2 } } })
    expect(report.requests).toEqual([{ host: 'toy.example', path: '/room', status: 200 }])
    expect(isWell(report)).toBe(true)
  })

  test.each([
    [new RoomNotFound('gone'), 'page not-found'],
    [new RiskControl('a check'), 'page taken-for-machine'],
    [new Forbidden('not you'), 'page forbidden'],
    [new Error('http://secret.example/?token=1'), 'page unanswered'],
  ])('where looking the room up fails for %s stops at its page', async (cause, code) => {
    const { begin } = practice({ resolve: () => Promise.reject(cause) })
    const report = await (await begin()).done
    expect(codesOf(report)).toEqual([
      code,
      'cookie not-reached',
      'signature not-reached',
      'handshake not-reached',
      'frames not-reached',
      'kinds not-reached',
    ])
    expect(isWell(report)).toBe(false)
    expect(JSON.stringify(report)).not.toContain('secret')
  })

  test.each([
    [new Refused('token'), 'signature refused', 'failed'],
    [new Unsigned('signer_unavailable'), 'signature unsigned', 'failed'],
    [new RoomOffline('over'), 'signature offline', 'warning'],
  ])('where the leave to listen fails for %s stops there', async (cause, code, verdict) => {
    const { begin, wires } = practice({ open: () => Promise.reject(cause) })
    const report = await (await begin()).done
    expect(codesOf(report)[2]).toBe(code)
    expect(report.findings[2]).toMatchObject({ verdict })
    expect(wires).toEqual([])
  })

  test('gives a site that says nothing as long as a source would', async () => {
    const { begin, clock } = practice({ resolve: () => new Promise(() => undefined) })
    const { done, report } = await begin()
    clock.advance(14_999)
    await settle()
    expect(report.state).toBe('running')
    clock.advance(1)
    expect(codesOf(await done)[0]).toBe('page unanswered')
  })

  test('tries the next host where one does not answer, and says of both', async () => {
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

  test('opens what is good for one socket anew for the next host, and gives back all of it', async () => {
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
