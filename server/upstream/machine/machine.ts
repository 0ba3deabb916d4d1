import type { Connection, LiveState, RoomHandle } from '../../platform/connector.ts'
import { begin, dial, connectionOf, leave, open, release, resolve } from './transitions.ts'
import { pollMs } from './delay.ts'
import type { Failure } from './failure.ts'
import { onRead } from './frame.ts'
import { goLive, isLive, onMeasured, onPolled, onTimer, onUnpolled } from './live.ts'
import { fail, goOffline } from './disconnect.ts'
import type {
  Action,
  OpenConnection,
  Input,
  Moment,
  Request,
  State,
  Step,
  TimerName,
} from './state.ts'
import { announceRoom, announceSource } from './announce.ts'

/**
 * The pure state machine of a connection: inputs in, actions out. Total: any input in any state has
 * an answer, and until it is stopped a source always waits for an input that will come.
 */
export function step(state: State, input: Input, moment: Moment): Step {
  if (isOrphan(state, input)) return orphaned(state, input)
  return input.on === 'measured' ? onMeasured(state, input.sampled) : react(state, input, moment)
}

function react(
  state: State,
  input: Exclude<Input, { readonly on: 'measured' }>,
  moment: Moment,
): Step {
  switch (input.on) {
    case 'start':
      return start(state)
    case 'stop':
      return stop(state)
    case 'resolved':
      return onResolved(state, input.ticket, moment)
    case 'opened':
      return onOpened(state, input.connection, input.generation)
    case 'polled':
      return onAnswer(state, input.live, moment)
    case 'kept':
      return [state, expectKeepAlive(connectionOf(state.phase))]
    case 'failed':
      return onFailed(state, input.request, input.failure, moment)
    case 'connected':
      return onConnected(state, moment)
    case 'disconnected':
      return onDisconnected(state, input.failure, moment)
    case 'read':
      return onRead(state, input, moment)
    case 'due':
      return onDue(state, input.timer, moment)
  }
}

/**
 * Returns true for an input of an earlier phase, which is ignored; keep-alives belong to the
 * connection instead.
 */
function isOrphan({ phase, memory }: State, input: Input): boolean {
  if (phase.name === 'stopped') return true
  if (!('generation' in input)) return false
  const keeps =
    input.on === 'kept' ||
    (input.on === 'due' && input.timer === 'keep-alive') ||
    (input.on === 'failed' && input.request === 'keep-alive')
  return input.generation !== (keeps ? connectionOf(phase)?.generation : memory.generation)
}

/** Gives back a connection that arrives after its phase. */
function orphaned(state: State, input: Input): Step {
  return [state, input.on === 'opened' ? [{ do: 'end', connection: input.connection }] : []]
}

function start(state: State): Step {
  if (state.phase.name !== 'idle') return [state, []]
  const [memory, news] = announceSource(state.memory, { type: 'source', state: 'connecting' })
  const [next, actions] = resolve({ ...state, memory })
  return [next, [...news, ...actions]]
}

function stop(state: State): Step {
  const { phase, memory } = state
  if (phase.name === 'idle') return [{ phase: { name: 'stopped' }, memory }, []]
  const [announced, news] = announceSource(memory, {
    type: 'source',
    state: 'ended',
    reason: 'closed by us',
    reasonCode: 'stopped',
  })
  return [
    { phase: { name: 'stopped' }, memory: announced },
    [...leave(phase), ...release(connectionOf(phase)), ...news],
  ]
}

function onResolved(state: State, ticket: RoomHandle, moment: Moment): Step {
  if (state.phase.name !== 'resolving') return [state, []]
  if (!ticket.live) return open(state, ticket)
  const [memory, news] = announceRoom(state.memory, ticket.live)
  const announced = { ...state, memory }
  const offAir = ticket.live.state === 'offline' && memory.traits.listens === 'while-live'
  const [next, actions] = offAir
    ? goOffline(announced, ticket, { kind: 'offline', reason: 'the room is not live' }, moment)
    : open(announced, ticket)
  return [next, [...news, ...actions]]
}

function onOpened(state: State, connection: Connection, generation: number): Step {
  const { phase, memory } = state
  if (phase.name !== 'opening') return orphaned(state, { on: 'opened', connection, generation })
  const held = { ticket: phase.ticket, connection, generation, misses: 0 }
  // The account may have changed, so no hidden data is known yet.
  const [next, actions] = dial({ phase, memory: { ...memory, hides: [] } }, held)
  return [next, [...expectKeepAlive(held), ...actions]]
}

function onConnected(state: State, moment: Moment): Step {
  const { phase, memory } = state
  if (phase.name !== 'dialing') return [state, []]
  const { held } = phase
  const { first, authTimeoutMs } = held.connection
  const greetings = first.map((bytes): Action => ({ do: 'send', bytes }))
  if (authTimeoutMs === undefined) {
    const [live, actions] = goLive(state, held, moment)
    return [live, [...greetings, ...actions]]
  }
  const { generation } = memory
  return [
    { phase: { name: 'greeting', held }, memory },
    [...greetings, { do: 'set-timer', timer: 'greeting', generation, delayMs: authTimeoutMs }],
  ]
}

function onDisconnected(state: State, failure: Failure, moment: Moment): Step {
  const { name } = state.phase
  // Bilibili closes instead of answering a token that it refuses.
  if (name === 'greeting') return fail(state, { ...failure, kind: 'refused' }, moment)
  return name === 'dialing' || name === 'live' ? fail(state, failure, moment) : [state, []]
}

function onFailed(state: State, request: Request, failure: Failure, moment: Moment): Step {
  const { phase } = state
  switch (request) {
    case 'resolve':
      return phase.name === 'resolving' ? fail(state, failure, moment) : [state, []]
    case 'open':
      return phase.name === 'opening' ? fail(state, failure, moment) : [state, []]
    case 'keep-alive':
      // A keep-alive that merely failed is repeated; the socket may still work.
      if (failure.kind === 'unanswered') return [state, expectKeepAlive(connectionOf(phase))]
      return fail(state, failure, moment)
    case 'poll':
      if (isLive(state)) return onUnpolled(state, moment)
      if (phase.name !== 'offline') return [state, []]
      if (announcedFailures.has(failure.kind)) return fail(state, failure, moment)
      return askAgain(state, moment)
  }
}

// Failures of a poll that change the announcement about a room that is not live.
const announcedFailures: ReadonlySet<Failure['kind']> = new Set([
  'risk-control',
  'not-found',
  'forbidden',
])

function onAnswer(state: State, live: LiveState, moment: Moment): Step {
  if (isLive(state)) return onPolled(state, live, moment)
  if (state.phase.name !== 'offline') return [state, []]
  const [memory, news] = announceRoom(state.memory, live)
  const announced = { ...state, memory }
  // Each broadcast may have an id of its own, so the room is looked up again.
  const [next, actions] = live.state === 'live' ? resolve(announced) : askAgain(announced, moment)
  return [next, [...news, ...actions]]
}

function askAgain(state: State, { jitter }: Moment): Step {
  const { generation } = state.memory
  return [state, [{ do: 'set-timer', timer: 'poll', generation, delayMs: pollMs(jitter) }]]
}

function onDue(state: State, timer: TimerName, moment: Moment): Step {
  if (timer === 'keep-alive') return [state, keep(connectionOf(state.phase))]
  if (isLive(state)) return onTimer(state, timer, moment)
  const { phase, memory } = state
  if (phase.name === 'waiting' && timer === 'retry') return begin(state, phase.next)
  if (phase.name === 'greeting' && timer === 'greeting') {
    const reason = 'no answer to our greeting'
    return fail(state, { kind: 'lost', reason, code: 'timed-out' }, moment)
  }
  if (phase.name !== 'offline' || timer !== 'poll') return [state, []]
  const { ticket } = phase
  if (!memory.traits.polls || !ticket) return resolve(state)
  return [state, [{ do: 'poll', generation: memory.generation, ticket }]]
}

function keep(held: OpenConnection | undefined): readonly Action[] {
  if (!held) return []
  const { generation, connection } = held
  return [{ do: 'keep-alive', generation, connection }]
}

function expectKeepAlive(held: OpenConnection | undefined): readonly Action[] {
  const keepAlive = held?.connection.keepAlive
  if (!held || !keepAlive) return []
  const { generation } = held
  return [{ do: 'set-timer', timer: 'keep-alive', generation, delayMs: keepAlive.everyMs }]
}
