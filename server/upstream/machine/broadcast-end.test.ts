import { describe, expect, test } from 'vitest'
import { drive, plain } from './machine.fake.ts'

describe('the end of a broadcast', () => {
  test('a room that is not live is polled each 30 to 60 s, and found again when live (S0-13)', () => {
    const machine = drive()
    machine.start()
    machine.resolved('offline')
    expect(machine.drafts()).toMatchObject([{ state: 'offline' }, { state: 'ended' }])
    expect(machine.timer('poll')).toBe(60_000)
    machine.due('poll')
    expect(machine.does()).toEqual(['poll'])
    machine.polled('offline')
    expect(machine.timer('poll')).toBe(60_000)
    expect(machine.drafts()).toEqual([])
    machine.due('poll')
    machine.polled('live')
    expect(machine.does()).toEqual(['publish', 'resolve'])
  })

  test('two offline answers in a row end it, though pongs come for ever (S0-12)', () => {
    const machine = drive()
    machine.live()
    machine.due('poll')
    machine.polled('offline')
    expect(machine.phase()).toBe('live')
    expect(machine.drafts()).toEqual([])
    expect(machine.timer('poll')).toBe(8_000)
    machine.read(0, { kind: 'heartbeat-reply' })
    machine.due('poll')
    machine.polled('offline')
    expect(machine.phase()).toBe('offline')
    expect(machine.drafts()).toMatchObject([
      { type: 'room', state: 'ended' },
      { type: 'source', state: 'ended' },
    ])
  })

  test('one offline answer among others ends nothing', () => {
    const machine = drive()
    machine.live()
    for (const answer of ['offline', 'live', 'offline', 'paused', 'offline'] as const) {
      machine.due('poll')
      machine.polled(answer)
    }
    expect(machine.phase()).toBe('live')
  })

  test.each(['offline', 'unknown', 'paused'] as const)(
    'after the platform reports the end and the room is %s, it ends at once (S0-15)',
    (answer) => {
      const machine = drive()
      machine.live()
      machine.read(1, { kind: 'ended', reason: 'control 3' })
      expect(machine.does()).toContain('poll')
      machine.polled(answer)
      expect(machine.phase()).toBe('offline')
      expect(machine.does()).toContain('hang-up')
    },
  )

  test('an end counts if the check is not answered, or cannot be made', () => {
    const asked = drive()
    asked.live()
    asked.read(1, { kind: 'ended', reason: 'over' })
    asked.failed('poll', 'unanswered')
    expect(asked.phase()).toBe('offline')
    const unasked = drive({ polls: false })
    unasked.live()
    unasked.read(1, { kind: 'ended', reason: 'over' })
    expect(unasked.drafts()).toEqual([
      { type: 'source', state: 'ended', reason: 'over', reasonCode: 'broadcast-ended' },
    ])
  })

  test('an end during a running poll makes no second request', () => {
    const machine = drive()
    machine.live()
    machine.due('poll')
    machine.read(1, { kind: 'ended', reason: 'over' })
    expect(machine.does()).not.toContain('poll')
    machine.due('quiet')
    machine.polled('offline')
    expect(machine.phase()).toBe('offline')
  })

  test('if only the session of the relay is over, another is opened', () => {
    const machine = drive()
    machine.live()
    machine.read(1, { kind: 'ended', reason: 'game ended' })
    machine.polled('live')
    expect(machine.does()).toContain('end')
    machine.due('retry')
    expect(machine.phase()).toBe('opening')
  })

  test('an announcement of the platform itself is not repeated, but a change is published', () => {
    const machine = drive()
    machine.live()
    machine.give({
      on: 'read',
      generation: machine.generation(),
      messages: 1,
      room: { type: 'room', state: 'ended' },
      effects: [{ kind: 'ended', reason: 'control 3' }],
    })
    machine.polled('offline')
    expect(machine.drafts().map(({ type }) => type)).toEqual(['source'])
    machine.due('poll')
    machine.polled('live')
    expect(machine.drafts()).toEqual([{ type: 'room', state: 'live' }])
  })

  test('a room that can always be connected is polled once after a loss: it may have gone live', () => {
    const machine = drive({ listens: 'always' })
    machine.live()
    expect(machine.timer('poll')).toBeUndefined()
    machine.drop()
    machine.due('retry')
    machine.connected()
    expect(machine.timer('poll')).toBe(8_000)
    machine.due('poll')
    expect(machine.does()).toEqual(['poll'])
    machine.polled('live')
    expect(machine.action('publish')?.draft).toEqual({ type: 'room', state: 'live' })
    expect(machine.timer('poll')).toBeUndefined()
  })

  test('a room that can always be connected is neither polled nor left when offline', () => {
    const machine = drive({ listens: 'always' })
    machine.start()
    machine.resolved('offline')
    expect(machine.drafts()).toEqual([{ type: 'room', state: 'offline' }])
    machine.opened({ ...plain, quietMs: 60_000 })
    machine.connected()
    expect(machine.timer('poll')).toBeUndefined()
    for (let round = 0; round < 3; round++) {
      machine.due('quiet')
      machine.polled('offline')
    }
    expect(machine.phase()).toBe('live')
  })

  test('a failed poll of a room that is not live changes nothing, unless it says to stop', () => {
    const machine = drive()
    machine.start()
    machine.failed('resolve', 'offline')
    machine.due('poll')
    expect(machine.does()).toEqual(['resolve']) // no ticket to poll with yet
    machine.resolved('offline')
    machine.due('poll')
    machine.failed('poll', 'unanswered')
    expect(machine.timer('poll')).toBe(60_000)
    machine.due('poll')
    machine.failed('poll', 'risk-control')
    expect(machine.drafts()).toMatchObject([{ state: 'blocked' }])
  })
})
