import type { LiveState } from '../../platform/connector.ts'
import { attemptsOnceProven, noAttempts, pollMs } from './delay.ts'
import type { Failure } from './failure.ts'
import { fail, goOffline } from './disconnect.ts'
import type {
  Action,
  Check,
  OpenConnection,
  Live,
  Memory,
  Moment,
  RoomDraft,
  State,
  Step,
  TimerName,
} from './state.ts'
import { announceOpen, announceRoom } from './announce.ts'

/** A state in which the room is connected. */
export interface LiveNow extends State {
  readonly phase: Live
}

/** The relevant content of a frame. */
export interface FrameSummary {
  /** The number of messages, understood or not. */
  readonly messages: number
  /** The announcement of the platform itself about the broadcast. */
  readonly room?: RoomDraft
}

/** Returns true if the room is connected. */
export function isLive(state: State): state is LiveNow {
  return state.phase.name === 'live'
}

// A connection that lasted this long works, even without a message.
const steadyMs = 60_000

// One "offline" may be a hiccup of the site; two in a row count.
const offlinesBelieved = 2
const secondOpinionMs = 8_000

/** Enters the live phase. The generation stays: it is the socket's. */
export function goLive(state: State, held: OpenConnection, moment: Moment): Step {
  const { memory } = state
  const { heartbeat, receiveTimeoutMs } = held.connection
  const interval = heartbeat === undefined ? {} : { heartbeatMs: heartbeat.everyMs }
  const phase: Live = { name: 'live', held, ...interval, offlines: 0, proven: false }
  const [announced, news] = announceOpen(memory, held)
  const live = { phase, memory: announced }
  return [
    live,
    [
      { do: 'clear-timers', timers: ['greeting'] },
      ...(heartbeat?.atOnce ? [send(heartbeat.bytes)] : []),
      ...(heartbeat ? [setTimer(memory, 'heartbeat', heartbeat.everyMs)] : []),
      setTimer(memory, 'receive', receiveTimeoutMs),
      setTimer(memory, 'steady', steadyMs),
      ...(memory.dials > 1 ? askAgain(live, moment) : nextPoll(live, moment)),
      ...watchQuiet(live),
      ...news,
    ],
  ]
}

/** Records the arrival of a frame, and its content. */
export function onFrame(state: LiveNow, { messages, room }: FrameSummary): Step {
  const { phase } = state
  const memory = room
    ? { ...state.memory, announced: { ...state.memory.announced, room } }
    : state.memory
  const received = setTimer(memory, 'receive', receiveMs(phase))
  if (messages === 0) return [state, [received]]
  const actions = [received, ...watchQuiet(state)]
  if (phase.check === 'quiet') return [prove({ ...phase, check: 'routine' }, memory), actions]
  return [phase.proven ? { phase, memory } : prove(phase, memory), actions]
}

/** Records a handled message: earlier failures do not count for the next one. */
function prove(phase: Live, memory: Memory): LiveNow {
  const attempts = attemptsOnceProven(memory.attempts)
  const held = { ...phase.held, misses: 0 }
  return { phase: { ...phase, proven: true, held }, memory: { ...memory, attempts } }
}

/** Applies a timer of the live phase. */
export function onTimer(state: LiveNow, timer: TimerName, moment: Moment): Step {
  const { phase, memory } = state
  switch (timer) {
    case 'heartbeat':
      return beat(state)
    case 'receive': {
      const reason = `no frame for ${Math.round(receiveMs(phase) / 1000)} s`
      return fail(state, { kind: 'silent', reason }, moment)
    }
    case 'steady': {
      const steady = { ...phase, held: { ...phase.held, misses: 0 } }
      return [{ phase: steady, memory: { ...memory, attempts: noAttempts } }, []]
    }
    case 'poll':
      return check(state, 'routine')
    case 'quiet':
      return memory.traits.polls ? check(state, 'quiet') : stalled(state, moment)
    case 'retry':
    case 'greeting':
    case 'keep-alive':
      return [state, []]
  }
}

/** Ends the broadcast only after a poll, if the site can be polled. */
export function onEnded(state: LiveNow, reason: string, moment: Moment): Step {
  if (state.memory.traits.polls) return check(state, 'ended')
  return goOffline(state, state.phase.held.ticket, broadcastEnded(reason), moment)
}

/**
 * Changes the heartbeat interval to the one that the server requests, within bounds. Most frames
 * repeat the same one.
 */
export function retune(state: LiveNow, intervalMs: number): Step {
  const { phase, memory } = state
  if (!(intervalMs > 0)) return [state, []] // 0 means absent in protobuf
  const heartbeatMs = Math.min(60_000, Math.max(5_000, intervalMs))
  if (phase.heartbeatMs === undefined || phase.heartbeatMs === heartbeatMs) return [state, []]
  const tuned = { ...phase, heartbeatMs }
  return [
    { phase: tuned, memory },
    [setTimer(memory, 'heartbeat', heartbeatMs), setTimer(memory, 'receive', receiveMs(tuned))],
  ]
}

/** Sets and publishes whether the site withholds a part of the chat. */
export function onMeasured(state: State, isSampled: boolean): Step {
  if (!isLive(state)) return [state, []]
  const { phase, memory } = state
  const { sampled: _, ...others } = memory
  const { login } = phase.held.connection
  const [announced, news] = announceOpen(
    isSampled ? { ...others, sampled: { login } } : others,
    phase.held,
  )
  return [{ phase, memory: announced }, news]
}

/** Replaces the heartbeats by those of the protocol variant that the server uses. */
export function replaceHeartbeat({ phase, memory }: LiveNow, heartbeatBytes: Uint8Array): Step {
  return [{ phase: { ...phase, heartbeatBytes }, memory }, []]
}

/** Applies the answer to a check. */
export function onPolled(state: LiveNow, live: LiveState, moment: Moment): Step {
  const { check: asked, ...phase } = state.phase
  if (asked === undefined) return [state, []] // it came after its time
  const { listens } = state.memory.traits
  const offlines = countOfflines(phase.offlines, live)
  const checked: LiveNow = { phase: { ...phase, offlines }, memory: state.memory }
  if (asked === 'ended') return judgeEnd(checked, live, moment)
  const doubted = live.state === 'offline' && listens === 'while-live'
  if (doubted && offlines >= offlinesBelieved) return finish(checked, live, moment)
  if (doubted) return goOn(checked, asked, moment)
  const [memory, news] = announceRoom(checked.memory, live)
  const announced = { ...checked, memory }
  const dead = asked === 'quiet' && live.state === 'live'
  const [next, actions] = dead ? stalled(announced, moment) : goOn(announced, asked, moment)
  return [next, [...news, ...actions]]
}

function countOfflines(before: number, { state }: LiveState): number {
  if (state === 'offline') return before + 1
  return state === 'unknown' ? before : 0
}

/** Applies a check without an answer: it proves nothing, but a reported end then counts. */
export function onUnpolled(state: LiveNow, moment: Moment): Step {
  return onPolled(state, { state: 'unknown' }, moment)
}

/** Applies the answer after the platform reported the end: only "live" outweighs that. */
function judgeEnd(state: LiveNow, live: LiveState, moment: Moment): Step {
  if (live.state !== 'live') return finish(state, live, moment)
  const reason = 'the connection has ended, the broadcast has not'
  return fail(state, { kind: 'refused', reason, code: 'connection-lost' }, moment)
}

function finish({ phase, memory }: LiveNow, live: LiveState, moment: Moment): Step {
  const [announced, news] =
    live.state === 'offline' ? announceRoom(memory, live, true) : [memory, []]
  const ended = { phase, memory: announced }
  const failure = broadcastEnded('the broadcast has ended')
  const [next, actions] = goOffline(ended, phase.held.ticket, failure, moment)
  return [next, [...news, ...actions]]
}

function broadcastEnded(reason: string): Failure {
  return { kind: 'offline', reason, code: 'broadcast-ended' }
}

function stalled(state: LiveNow, moment: Moment): Step {
  const seconds = Math.round((state.phase.held.connection.quietMs ?? 0) / 1000)
  const reason = `live, but no message for ${seconds} s`
  return fail(state, { kind: 'stalled', reason }, moment)
}

function goOn(state: LiveNow, asked: Check, moment: Moment): Step {
  return [state, [...nextPoll(state, moment), ...(asked === 'quiet' ? watchQuiet(state) : [])]]
}

const gravity: Readonly<Record<Check, number>> = { routine: 0, quiet: 1, ended: 2 }

/**
 * Starts a check. Only one runs at a time; a more serious reason replaces that of a running one.
 */
function check(state: LiveNow, reason: Check): Step {
  const { phase, memory } = state
  const { check: asked, held } = phase
  if (asked !== undefined && gravity[asked] >= gravity[reason]) return [state, []]
  const checking = { phase: { ...phase, check: reason }, memory }
  if (asked !== undefined) return [checking, []]
  return [checking, [{ do: 'poll', generation: memory.generation, ticket: held.ticket }]]
}

function beat({ phase, memory }: LiveNow): Step {
  const { heartbeat } = phase.held.connection
  if (!heartbeat) return [{ phase, memory }, []]
  const everyMs = phase.heartbeatMs ?? heartbeat.everyMs
  const bytes = phase.heartbeatBytes ?? heartbeat.bytes
  return [{ phase, memory }, [send(bytes), setTimer(memory, 'heartbeat', everyMs)]]
}

/**
 * Returns the receive deadline of the connector, longer if the server requests fewer heartbeats
 * than that assumes.
 */
function receiveMs({ held, heartbeatMs }: Live): number {
  const { heartbeat, receiveTimeoutMs } = held.connection
  if (!heartbeat || heartbeatMs === undefined) return receiveTimeoutMs
  return receiveTimeoutMs * Math.max(1, heartbeatMs / heartbeat.everyMs)
}

function nextPoll({ phase, memory }: LiveNow, { jitter }: Moment): readonly Action[] {
  const { polls, listens } = memory.traits
  if (!polls || listens === 'always') return []
  return [setTimer(memory, 'poll', phase.offlines > 0 ? secondOpinionMs : pollMs(jitter))]
}

/**
 * Polls the room after a reconnect: a broadcast may have begun or ended meanwhile, and sites do not
 * report that again.
 */
function askAgain(state: LiveNow, moment: Moment): readonly Action[] {
  const { polls, listens } = state.memory.traits
  if (!polls || listens !== 'always') return nextPoll(state, moment)
  return [setTimer(state.memory, 'poll', secondOpinionMs)]
}

function watchQuiet({ phase, memory }: LiveNow): readonly Action[] {
  const { quietMs } = phase.held.connection
  return quietMs === undefined ? [] : [setTimer(memory, 'quiet', quietMs)]
}

function setTimer({ generation }: Memory, timer: TimerName, delayMs: number): Action {
  return { do: 'set-timer', timer, generation, delayMs }
}

function send(bytes: Uint8Array): Action {
  return { do: 'send', bytes }
}
