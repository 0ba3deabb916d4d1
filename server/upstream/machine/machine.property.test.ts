import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Connection, LiveState } from '../../platform/connector.ts'
import type { Effect } from '../../platform/platform.ts'
import type { Failure, FailureKind } from './failure.ts'
import { step } from './machine.ts'
import { isQuestion } from '../requests.ts'
import {
  type Action,
  idleState,
  type Input,
  type Request,
  type TimerName,
  type Traits,
} from './state.ts'

/** One random choice: the next event, and its details. */
interface Draw {
  readonly which: number
  readonly how: number
  readonly jitter: number
}

interface Pending {
  readonly request: Request
  readonly generation: number
}

const failures: readonly FailureKind[] = [
  'lost',
  'unreachable',
  'unanswered',
  'crowded',
  'refused',
  'risk-control',
  'not-found',
  'forbidden',
  'offline',
]
const lives: readonly LiveState['state'][] = ['live', 'paused', 'offline', 'unknown']
const effects: readonly Effect[] = [
  { kind: 'authenticated' },
  { kind: 'refused', code: -101, reason: '' },
  { kind: 'heartbeat-interval', intervalMs: 15_000 },
  { kind: 'heartbeat-frame', bytes: new Uint8Array(2) },
  { kind: 'heartbeat-reply' },
  { kind: 'reply', bytes: new Uint8Array(1) },
  { kind: 'cursor', cursor: 'c', detail: 'd' },
  { kind: 'closing' },
  { kind: 'ended', reason: 'over' },
  { kind: 'masked' },
  { kind: 'anonymous' },
]
const of = <T>(items: readonly T[], draw: number): T => items[draw % items.length]!
const maxDelayMs = 20 * 60_000

/** The environment of the machine: its open requests, sockets and timers. */
class World {
  /** The rules that were broken. */
  readonly broken: string[] = []
  state
  socket: number | undefined
  pending: Pending[] = []
  readonly timers = new Map<TimerName, number>()
  readonly held = new Set<Connection>()

  constructor(traits: Traits) {
    this.state = idleState(traits)
  }

  give(input: Input, jitter: number): void {
    if (input.on === 'opened') this.held.add(input.connection)
    const [state, actions] = step(this.state, input, { at: 1_700_000_000_000, jitter })
    this.state = state
    for (const action of actions) this.#do(action)
  }

  /** Returns all events that can happen now, orphans of earlier phases included. */
  happenings({ how, jitter }: Draw): (() => void)[] {
    const { socket } = this
    const old = this.state.memory.generation - 1 - (how % 3)
    const stray = (input: Input) => () => this.give(input, jitter)
    return [
      ...this.pending.map((one) => () => this.answer(one, how, jitter)),
      ...[...this.timers].map(([timer, generation]) => () => {
        this.timers.delete(timer)
        this.give({ on: 'due', generation, timer }, jitter)
      }),
      ...(socket === undefined ? [] : this.#socketHappenings(socket, how, jitter)),
      stray({ on: 'read', generation: old, messages: 1, effects: [of(effects, how)] }),
      stray({ on: 'opened', generation: old, connection: connectionOf(how) }),
      stray({ on: 'disconnected', generation: old, failure: failureOf(how) }),
      stray({ on: 'polled', generation: old, live: { state: of(lives, how) } }),
      stray({ on: 'measured', generation: old + (how % 4), sampled: how % 2 === 0 }),
    ]
  }

  #socketHappenings(generation: number, how: number, jitter: number): (() => void)[] {
    const read = { on: 'read', generation, messages: how % 2 } as const
    return [
      () => this.give({ on: 'connected', generation }, jitter),
      () => this.give({ ...read, effects: [of(effects, how), of(effects, how + 1)] }, jitter),
      () => {
        this.socket = undefined
        this.give({ on: 'disconnected', generation, failure: failureOf(how) }, jitter)
      },
    ]
  }

  answer(one: Pending, how: number, jitter: number): void {
    this.pending = this.pending.filter((other) => other !== one)
    const { request, generation } = one
    const live = { state: of(lives, how) }
    const answers: Record<Request, Input> = {
      resolve: { on: 'resolved', generation, ticket: { facts: {}, ...(how % 5 ? {} : { live }) } },
      open: { on: 'opened', generation, connection: connectionOf(how) },
      poll: { on: 'polled', generation, live },
      'keep-alive': { on: 'kept', generation },
    }
    const failed: Input = { on: 'failed', generation, request, failure: failureOf(how) }
    this.give(how % 3 === 2 ? failed : answers[request], jitter)
  }

  #do(action: Action): void {
    if (isQuestion(action)) {
      this.pending.push({ request: action.do, generation: action.generation })
      return
    }
    switch (action.do) {
      case 'end':
        return this.#must('give back once what was opened', this.held.delete(action.connection))
      case 'dial':
        this.#must('never have two sockets', this.socket === undefined)
        this.socket = action.generation
        return
      case 'hang-up':
        this.socket = undefined
        return
      case 'set-timer':
        this.#must('keep delays within bounds', action.delayMs >= 0 && action.delayMs <= maxDelayMs)
        this.timers.set(action.timer, action.generation)
        return
      case 'clear-timers':
        for (const timer of action.timers) this.timers.delete(timer)
        return
      case 'send':
        return this.#must('send on a socket only', this.socket !== undefined)
      case 'publish':
        return
    }
  }

  /** Records the rules that the machine has broken. */
  check(): void {
    const { phase, memory } = this.state
    const now = memory.generation
    const timers = [...this.timers].filter(([timer]) => timer !== 'keep-alive')
    if (phase.name === 'stopped') {
      const left = this.timers.size + this.held.size
      return this.#must('leave nothing behind', this.socket === undefined && left === 0)
    }
    const due = timers.some(([, generation]) => generation === now)
    const asked = this.pending.some(
      ({ request, generation }) => request !== 'keep-alive' && generation === now,
    )
    this.#must('always wait for something', due || asked || this.socket !== undefined)
    this.#must(
      'let no timer outlive its phase',
      timers.every(([, generation]) => generation === now),
    )
    this.#must('hold one connection at most', this.held.size <= 1)
  }

  #must(rule: string, holds: boolean): void {
    if (!holds) this.broken.push(`${rule}, in ${this.state.phase.name}`)
  }
}

function failureOf(how: number): Failure {
  const leastMs = how % 4 === 0 ? { leastMs: 5_000 } : {}
  return { kind: of(failures, how), reason: 'why', ...leastMs }
}

function connectionOf(how: number): Connection {
  const bytes = new Uint8Array(1)
  return {
    urls: how % 2 ? ['wss://a'] : ['wss://a', 'wss://b', 'wss://c', 'wss://d'],
    headers: {},
    reusable: how % 3 > 0,
    first: [bytes],
    receiveTimeoutMs: 25_000,
    ...(how % 2 ? { authTimeoutMs: 5_000 } : {}),
    ...(how % 4 ? { heartbeat: { bytes, everyMs: 10_000, atOnce: true } } : {}),
    ...(how % 5 ? { quietMs: 60_000 } : {}),
    ...(how % 3 ? { keepAlive: { everyMs: 20_000, send: () => Promise.resolve() } } : {}),
  }
}

const traits = fc.record<Traits>({
  polls: fc.boolean(),
  listens: fc.constantFrom('while-live', 'always'),
})
const draws = fc.array(
  fc.record<Draw>({
    which: fc.nat(),
    how: fc.nat(10_000),
    jitter: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  }),
  { maxLength: 120 },
)

/** Returns the world after a random walk of events. */
function wander(can: Traits, walk: readonly Draw[]): World {
  const world = new World(can)
  world.give({ on: 'start' }, 0.5)
  world.check()
  goOn(world, walk)
  return world
}

function goOn(world: World, walk: readonly Draw[]): void {
  for (const draw of walk) {
    of(world.happenings(draw), draw.which)()
    world.check()
  }
}

test('after any events there is never a second socket and always something to wait for', () => {
  fc.assert(
    fc.property(traits, draws, (can, walk) => {
      expect(wander(can, walk).broken).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('after a stop at any time no socket stays open and no timer is set', () => {
  fc.assert(
    fc.property(traits, draws, draws, (can, walk, after) => {
      const world = wander(can, walk)
      world.give({ on: 'stop' }, 0)
      world.check()
      goOn(world, after)
      expect(world.broken).toEqual([])
    }),
    { numRuns: 300 },
  )
})

/** Lets everything in a world succeed: causes the next event towards a connected room. */
function behave(world: World): void {
  const { phase, memory } = world.state
  const { generation } = memory
  const asked = world.pending.find((one) => one.generation === generation)
  if (asked) return world.answer(asked, 0, 0.5)
  if (phase.name === 'dialing') return world.give({ on: 'connected', generation }, 0.5)
  if (phase.name === 'greeting') {
    const accepted = [{ kind: 'authenticated' }] as const
    return world.give({ on: 'read', generation, messages: 0, effects: accepted }, 0.5)
  }
  const timer = phase.name === 'waiting' ? 'retry' : 'poll'
  world.timers.delete(timer)
  world.give({ on: 'due', generation, timer }, 0.5)
}

test('from any state a world that works leads back to the room', () => {
  fc.assert(
    fc.property(traits, draws, (can, walk) => {
      const world = wander(can, walk)
      for (let steps = 0; steps < 12 && world.state.phase.name !== 'live'; steps++) behave(world)
      expect(world.state.phase.name).toBe('live')
    }),
    { numRuns: 300 },
  )
})
