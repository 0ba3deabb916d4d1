import { describe, expect, test } from 'vitest'
import { drive, plain } from './machine.fake.ts'

describe('silence', () => {
  test('any frame moves the receive deadline, none means stalled (S0-9)', () => {
    const machine = drive()
    machine.live()
    machine.read(0, { kind: 'heartbeat-reply' })
    expect(machine.timer('receive')).toBe(35_000)
    machine.due('receive')
    expect(machine.drafts()).toMatchObject([{ state: 'stalled', reason: 'no frame for 35 s' }])
    machine.due('retry')
    expect(machine.phase()).toBe('dialing')
  })

  test('pongs without messages are a stall if the room is live (T-STALL-1, T-UP-2)', () => {
    const machine = drive()
    machine.live({ ...plain, quietMs: 60_000 })
    expect(machine.timer('quiet')).toBe(60_000)
    machine.read(0, { kind: 'heartbeat-reply' })
    expect(machine.timer('quiet')).toBeUndefined()
    machine.due('quiet')
    expect(machine.does()).toEqual(['poll'])
    machine.polled('live')
    expect(machine.drafts()).toMatchObject([
      { type: 'room', state: 'live' },
      { state: 'stalled', reason: 'live, but no message for 60 s' },
    ])
    machine.due('retry')
    expect(machine.phase()).toBe('opening')
  })

  test.each(['paused', 'unknown'] as const)('a room that is %s may be quiet', (live) => {
    const machine = drive()
    machine.live({ ...plain, quietMs: 60_000 })
    machine.due('quiet')
    machine.polled(live)
    expect(machine.phase()).toBe('live')
    expect(machine.timer('quiet')).toBe(60_000)
  })

  test('if the site cannot be polled, silence itself is a stall', () => {
    const machine = drive({ polls: false })
    machine.live({ ...plain, quietMs: 60_000 })
    machine.due('quiet')
    expect(machine.drafts()).toMatchObject([{ state: 'stalled' }])
  })

  test('a message that arrives during the check ends it', () => {
    const machine = drive()
    machine.live({ ...plain, quietMs: 60_000 })
    machine.due('quiet')
    machine.read(1)
    expect(machine.timer('quiet')).toBe(60_000)
    machine.polled('live')
    expect(machine.phase()).toBe('live')
  })

  test('a routine check does not replace a more serious one', () => {
    const machine = drive()
    machine.live({ ...plain, quietMs: 60_000 })
    machine.due('quiet')
    machine.due('poll')
    expect(machine.does()).toEqual([])
    machine.polled('live')
    expect(machine.drafts().at(-1)).toMatchObject({ state: 'stalled' })
  })

  test('a message moves the quiet deadline', () => {
    const machine = drive()
    machine.live({ ...plain, quietMs: 60_000 })
    machine.read(1)
    expect(machine.timer('quiet')).toBe(60_000)
  })
})
