import { describe, expect, test } from 'vitest'
import type { Connection, LiveState, RoomHandle } from '../../platform/connector.ts'
import type { Effect } from '../../platform/platform.ts'
import type { Failure, FailureKind } from './failure.ts'
import { step } from './machine.ts'
import {
  type Action,
  idleState,
  type Input,
  type Request,
  type TimerName,
  type Traits,
} from './state.ts'

const now = 1_700_000_000_000
const ticket: RoomHandle = { facts: { id: '1' } }
const bytes = (text: string) => new TextEncoder().encode(text)

const plain: Connection = {
  urls: ['wss://a', 'wss://b'],
  headers: {},
  reusable: true,
  first: [bytes('hello')],
  receiveTimeoutMs: 35_000,
}
const asking: Connection = {
  ...plain,
  authTimeoutMs: 5_000,
  heartbeat: { bytes: bytes('beat'), everyMs: 30_000, atOnce: true },
}

/** Creates a machine that shows its last actions. */
function drive(traits: Partial<Traits> = {}, jitter = 1) {
  let state = idleState({ polls: true, listens: 'while-live', ...traits })
  let actions: readonly Action[] = []
  const give = (input: Input): void => {
    ;[state, actions] = step(state, input, { at: now, jitter })
  }
  const generation = (): number => state.memory.generation
  const machine = {
    give,
    generation,
    start: () => give({ on: 'start' }),
    resolved: (live?: LiveState['state']) =>
      give({
        on: 'resolved',
        generation: generation(),
        ticket: live ? { ...ticket, live: { state: live } } : ticket,
      }),
    opened: (connection: Connection = plain) =>
      give({ on: 'opened', generation: generation(), connection }),
    connected: () => give({ on: 'connected', generation: generation() }),
    read: (messages: number, ...effects: Effect[]) =>
      give({ on: 'read', generation: generation(), messages, effects }),
    drop: (failure: Partial<Failure> = {}) =>
      give({
        on: 'disconnected',
        generation: generation(),
        failure: { kind: 'lost', reason: 'closed 1006', ...failure },
      }),
    failed: (request: Request, kind: FailureKind) =>
      give({ on: 'failed', generation: generation(), request, failure: { kind, reason: kind } }),
    polled: (live: LiveState['state']) =>
      give({ on: 'polled', generation: generation(), live: { state: live } }),
    due: (timer: TimerName) => give({ on: 'due', generation: generation(), timer }),
    live: (connection: Connection = plain) => {
      machine.start()
      machine.resolved()
      machine.opened(connection)
      machine.connected()
      if (connection.authTimeoutMs !== undefined) machine.read(0, { kind: 'authenticated' })
    },
    phase: () => state.phase.name,
    memory: () => state.memory,
    does: () => actions.map((action) => action.do),
    action: <D extends Action['do']>(kind: D) =>
      actions.find((one): one is Extract<Action, { do: D }> => one.do === kind),
    sent: () =>
      actions.flatMap((one) => (one.do === 'send' ? new TextDecoder().decode(one.bytes) : [])),
    timer: (name: TimerName) =>
      actions
        .flatMap((one) => (one.do === 'set-timer' && one.timer === name ? one.delayMs : []))
        .at(-1),
    drafts: () => actions.flatMap((one) => (one.do === 'publish' ? one.draft : [])),
  }
  return machine
}

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
