import { describe, expect, test } from 'vitest'
import type { Connection } from '../../platform/connector.ts'
import { asking, bytes, drive, plain } from './machine.fake.ts'

describe('connecting', () => {
  test('finds the room, opens a connection, dials, greets, and is live once accepted', () => {
    const machine = drive()
    machine.start()
    expect(machine.does()).toEqual(['publish', 'resolve'])
    machine.resolved()
    expect(machine.does()).toEqual(['open'])
    machine.opened(asking)
    expect(machine.action('dial')).toMatchObject({ url: 'wss://a' })
    machine.connected()
    expect(machine.sent()).toEqual(['hello'])
    expect(machine.timer('greeting')).toBe(5_000)
    machine.read(0, { kind: 'authenticated' })
    expect(machine.phase()).toBe('live')
    expect(machine.drafts()).toEqual([{ type: 'source', state: 'open' }])
  })

  test('the first heartbeat goes out at once, the next when due (S3-5, S3-6)', () => {
    const machine = drive()
    machine.live(asking)
    expect(machine.sent()).toEqual(['beat'])
    expect(machine.timer('heartbeat')).toBe(30_000)
    machine.due('heartbeat')
    expect(machine.sent()).toEqual(['beat'])
    expect(machine.timer('heartbeat')).toBe(30_000)
  })

  test('a server that repeats its heartbeat interval in each frame does not suppress heartbeats', () => {
    const machine = drive()
    machine.live({ ...asking, heartbeat: { bytes: bytes('hb'), everyMs: 10_000, atOnce: true } })
    machine.read(1, { kind: 'heartbeat-interval', intervalMs: 15_000 })
    expect(machine.timer('heartbeat')).toBe(15_000)
    expect(machine.timer('receive')).toBe(52_500)
    machine.read(1, { kind: 'heartbeat-interval', intervalMs: 15_000 })
    expect(machine.timer('heartbeat')).toBeUndefined()
  })

  test('an extreme heartbeat interval is brought within bounds, and the deadline follows', () => {
    const machine = drive()
    machine.live(asking)
    machine.read(0, { kind: 'heartbeat-interval', intervalMs: 0 })
    expect(machine.timer('heartbeat')).toBeUndefined()
    machine.read(0, { kind: 'heartbeat-interval', intervalMs: 1 })
    expect(machine.timer('heartbeat')).toBe(5_000)
    machine.read(0, { kind: 'heartbeat-interval', intervalMs: 1e9 })
    expect(machine.timer('heartbeat')).toBe(60_000)
    expect(machine.timer('receive')).toBe(70_000)
  })

  test('a server of another protocol variant gets other heartbeats from then on', () => {
    const machine = drive()
    machine.live(asking)
    expect(machine.sent()).toEqual(['beat'])
    machine.read(0, { kind: 'heartbeat-frame', bytes: bytes('newer') })
    expect(machine.sent()).toEqual([])
    machine.due('heartbeat')
    expect(machine.sent()).toEqual(['newer'])
  })

  test('a platform that accepts without an answer is live when the socket is open', () => {
    const machine = drive()
    machine.live()
    expect(machine.phase()).toBe('live')
    expect(machine.sent()).toEqual(['hello'])
  })

  test('replies go back at once', () => {
    const machine = drive()
    machine.live()
    machine.read(1, { kind: 'reply', bytes: bytes('ack') })
    expect(machine.sent()).toEqual(['ack'])
  })
})

describe('an open connection', () => {
  const kept: Connection = {
    ...plain,
    keepAlive: { everyMs: 20_000, send: () => Promise.resolve() },
    end: () => Promise.resolve(),
  }
  const due = (machine: ReturnType<typeof drive>, opened: number) =>
    machine.give({ on: 'due', generation: opened, timer: 'keep-alive' })

  test('is kept alive from the opening on, also while there is no socket', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    const opened = machine.generation()
    machine.opened(kept)
    expect(machine.timer('keep-alive')).toBe(20_000)
    machine.connected()
    machine.drop()
    expect(machine.action('clear-timers')?.timers).not.toContain('keep-alive')
    due(machine, opened)
    expect(machine.action('keep-alive')).toMatchObject({ connection: kept })
    machine.give({ on: 'kept', generation: opened })
    expect(machine.timer('keep-alive')).toBe(20_000)
    const failure = { kind: 'unanswered', reason: '' } as const
    machine.give({ on: 'failed', generation: opened, request: 'keep-alive', failure })
    expect(machine.timer('keep-alive')).toBe(20_000)
  })

  test('is given back and opened again when the site calls it void', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    const opened = machine.generation()
    machine.opened(kept)
    machine.connected()
    const failure = { kind: 'refused', reason: '7003' } as const
    machine.give({ on: 'failed', generation: opened, request: 'keep-alive', failure })
    expect(machine.action('end')).toMatchObject({ connection: kept })
    expect(machine.does()).toContain('hang-up')
    machine.due('retry')
    expect(machine.phase()).toBe('opening')
  })

  test('is given back if it arrives after the wait is over', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    const opened = machine.generation()
    machine.failed('open', 'unanswered')
    machine.give({ on: 'opened', generation: opened, connection: kept })
    expect(machine.action('end')).toMatchObject({ connection: kept })
    machine.give({ on: 'stop' })
    machine.give({ on: 'opened', generation: opened, connection: kept })
    expect(machine.does()).toEqual(['end'])
  })
})

describe('the feed announces', () => {
  test('masked users, once and as long as the connection is open', () => {
    const machine = drive()
    machine.live()
    machine.read(1, { kind: 'masked' })
    expect(machine.drafts()).toEqual([{ type: 'source', state: 'open', limits: ['masked'] }])
    machine.read(1, { kind: 'masked' })
    expect(machine.drafts()).toEqual([])
    machine.drop()
    machine.due('retry')
    machine.connected()
    expect(machine.drafts()).toMatchObject([{ limits: ['masked'] }])
    machine.read(0, { kind: 'refused', code: -101, reason: '' })
    machine.due('retry')
    machine.opened()
    machine.connected()
    expect(machine.drafts()).toEqual([{ type: 'source', state: 'open' }])
  })

  test('anonymous viewers, beside the other limits', () => {
    const machine = drive()
    machine.live()
    machine.read(1, { kind: 'masked' })
    machine.drafts()
    machine.read(1, { kind: 'anonymous' })
    expect(machine.drafts()).toMatchObject([{ limits: ['masked', 'anonymous'] }])
    machine.read(1, { kind: 'anonymous' })
    expect(machine.drafts()).toEqual([])
  })

  test('the limits of a connection from the start', () => {
    const machine = drive()
    machine.live({ ...plain, limits: ['login-needed', 'sampled'] })
    expect(machine.drafts()).toMatchObject([{ limits: ['login-needed', 'sampled'] }])
    machine.read(0, { kind: 'masked' })
    expect(machine.drafts()).toMatchObject([{ limits: ['login-needed', 'sampled', 'masked'] }])
  })

  test('a part of the chat that is withheld, as long as the account is the same', () => {
    const machine = drive()
    const measured = (sampled: boolean): void =>
      machine.give({ on: 'measured', generation: machine.generation(), sampled })
    const again = (login: 'account' | 'guest'): void => {
      machine.read(0, { kind: 'refused', code: -101, reason: '' })
      machine.due('retry')
      machine.opened({ ...plain, login })
      machine.connected()
    }
    machine.live({ ...plain, login: 'account' })
    measured(true)
    expect(machine.drafts()).toMatchObject([{ state: 'open', limits: ['sampled'] }])
    measured(true)
    expect(machine.drafts()).toEqual([])
    again('account')
    expect(machine.drafts()).toMatchObject([{ state: 'open', limits: ['sampled'] }])
    measured(false)
    expect(machine.drafts()).toEqual([{ type: 'source', state: 'open', login: 'account' }])
    measured(true)
    again('guest')
    expect(machine.drafts()).toEqual([{ type: 'source', state: 'open', login: 'guest' }])
  })

  test('the close, and nothing after', () => {
    const machine = drive()
    machine.live()
    machine.give({ on: 'stop' })
    expect(machine.does()).toEqual(['hang-up', 'clear-timers', 'clear-timers', 'end', 'publish'])
    machine.give({ on: 'stop' })
    machine.give({ on: 'start' })
    machine.read(1, { kind: 'reply', bytes: bytes('x') })
    expect(machine.does()).toEqual([])
  })
})
