import { describe, expect, test } from 'vitest'
import { asking, bytes, drive, now, plain } from './machine.fake.ts'

describe('losing the connection and reconnecting', () => {
  test('the next host is dialed after a wait, with the same connection', () => {
    const machine = drive()
    machine.live()
    machine.drop()
    expect(machine.does()).toEqual(['hang-up', 'clear-timers', 'set-timer', 'publish'])
    expect(machine.timer('retry')).toBe(500)
    expect(machine.drafts()).toEqual([
      {
        type: 'source',
        state: 'connecting',
        reason: 'closed 1006',
        reasonCode: 'connection-lost',
        retryAt: now + 500,
      },
    ])
    machine.due('retry')
    expect(machine.action('dial')).toMatchObject({ url: 'wss://b' })
  })

  test('each close leads to one reconnect, not to a spin (S3-9)', () => {
    const machine = drive()
    machine.live()
    machine.drop()
    const { generation } = machine.memory()
    machine.give({
      on: 'disconnected',
      generation: generation - 1,
      failure: { kind: 'lost', reason: '' },
    })
    expect(machine.does()).toEqual([])
  })

  test('delays grow until a message is handled, not until a socket merely opens', () => {
    const machine = drive()
    machine.live()
    const waits = [0, 1, 2, 3, 4].map((round) => {
      machine.drop()
      const waitMs = machine.timer('retry')
      machine.due('retry')
      if (machine.phase() === 'opening') machine.opened()
      machine.connected()
      if (round === 3) machine.read(1)
      return waitMs
    })
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 2_000])
  })

  test('a minute without a message counts like a message, and resets all attempts', () => {
    const machine = drive()
    machine.live()
    for (let round = 0; round < 5; round++) {
      machine.drop()
      machine.due('retry')
      if (machine.phase() === 'opening') machine.opened()
      machine.connected()
    }
    machine.due('steady')
    machine.drop()
    expect(machine.timer('retry')).toBe(500)
  })

  test('after as many failures as there are hosts, at least three, a new connection is opened', () => {
    const machine = drive()
    machine.live({ ...plain, urls: ['wss://a', 'wss://b', 'wss://c', 'wss://d'] })
    for (const next of ['dialing', 'dialing', 'dialing', 'opening']) {
      machine.drop({ kind: 'unreachable' })
      machine.due('retry')
      expect(machine.phase()).toBe(next)
    }
  })

  test('after a name that is not resolved the host of all rooms is dialed from then on', () => {
    const machine = drive()
    const urls = ['wss://a', 'wss://b', 'wss://c', 'wss://all'] as const
    machine.live({ ...plain, urls, fallbackUrl: 'wss://all' })
    machine.drop({ kind: 'unreachable' })
    machine.due('retry')
    expect(machine.action('dial')).toMatchObject({ url: 'wss://b' })
    for (const code of ['host-unknown', 'connection-lost'] as const) {
      machine.drop({ kind: 'unreachable', code })
      machine.due('retry')
      expect(machine.action('dial')).toMatchObject({ url: 'wss://all' })
    }
  })

  test('a new connection continues at the cursor, with its detail', () => {
    const machine = drive()
    machine.live({ ...plain, reusable: false })
    machine.read(1, { kind: 'cursor', cursor: '1', detail: 'epoch' })
    machine.read(1, { kind: 'cursor', cursor: '2' }, { kind: 'closing', reason: 'slow' })
    expect(machine.phase()).toBe('waiting')
    machine.due('retry')
    expect(machine.action('open')).toMatchObject({ cursor: { cursor: '2', detail: 'epoch' } })
  })

  test('a single-use connection is opened again each time (S0-11)', () => {
    const machine = drive()
    machine.live({ ...plain, reusable: false })
    machine.read(1, { kind: 'cursor', cursor: 't-1', detail: 'ext' })
    machine.drop()
    expect(machine.does()).toContain('end')
    machine.due('retry')
    expect(machine.action('open')).toMatchObject({ cursor: { cursor: 't-1', detail: 'ext' } })
  })

  test('a refused token is replaced within a second (S3-4)', () => {
    const machine = drive()
    machine.live(asking)
    machine.read(0, { kind: 'refused', code: -101, reason: 'token' })
    expect(machine.timer('retry')).toBeLessThanOrEqual(1_000)
    machine.due('retry')
    expect(machine.does()).toEqual(['open'])
  })

  test('a close instead of an answer to the greeting is a refusal', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    machine.opened(asking)
    machine.connected()
    machine.drop()
    machine.due('retry')
    expect(machine.phase()).toBe('opening')
  })

  test('no answer to the greeting is a failed attempt', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    machine.opened(asking)
    machine.connected()
    machine.due('greeting')
    expect(machine.drafts()).toMatchObject([{ reason: 'no answer to our greeting' }])
    machine.due('retry')
    expect(machine.phase()).toBe('dialing')
  })

  test('a failed opening goes back to the room itself', () => {
    const machine = drive()
    machine.start()
    machine.resolved()
    machine.failed('open', 'unanswered')
    machine.due('retry')
    expect(machine.phase()).toBe('resolving')
  })

  test('risk control is shown as blocked and costs half a minute at least', () => {
    const machine = drive({}, 0)
    machine.start()
    machine.resolved()
    machine.failed('open', 'risk-control')
    expect(machine.drafts()).toMatchObject([{ state: 'blocked', retryAt: now + 30_000 }])
  })

  test('a room that is not found is looked up again every five minutes (S0-21)', () => {
    const machine = drive({}, 0)
    machine.start()
    machine.failed('resolve', 'not-found')
    expect(machine.drafts()).toMatchObject([{ state: 'failed', retryAt: now + 300_000 }])
    machine.due('retry')
    expect(machine.does()).toEqual(['resolve'])
  })

  test('a server that announces its close is left at once', () => {
    const machine = drive()
    machine.live()
    machine.read(0, { kind: 'closing' }, { kind: 'reply', bytes: bytes('too late') })
    expect(machine.phase()).toBe('waiting')
    expect(machine.sent()).toEqual([])
  })
})
