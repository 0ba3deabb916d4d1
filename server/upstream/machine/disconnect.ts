import type { RoomHandle } from '../../platform/connector.ts'
import { delayOf, noAttempts, pollMs } from './delay.ts'
import { entered, connectionOf, leave, release } from './transitions.ts'
import type { Failure } from './failure.ts'
import { reasonCodeOf } from '../reason.ts'
import type { Moment, Next, Phase, State, Step } from './state.ts'
import { announceSource } from './announce.ts'

/** Ends the current phase, and waits for the delay of the failure. */
export function fail(state: State, failure: Failure, moment: Moment): Step {
  const { phase, memory } = state
  if (failure.kind === 'offline') return goOffline(state, ticketOf(phase), failure, moment)
  const { schedule, state: shown, delayMs } = delayOf(failure, memory.attempts, moment.jitter)
  const next = nextAfter(phase, failure)
  const attempts = { ...memory.attempts, [schedule]: memory.attempts[schedule] + 1 }
  const refusals = memory.refusals + (failure.kind === 'blocked' ? 1 : 0)
  const lost = { phase, memory: { ...memory, attempts, refusals } }
  const waiting = entered(lost, { name: 'waiting', next, failure })
  const { generation } = waiting.memory
  const [announced, news] = announceSource(waiting.memory, {
    type: 'source',
    state: shown,
    reason: failure.reason,
    reasonCode: reasonCodeOf(failure),
    retryAt: moment.at + delayMs,
  })
  return [
    { ...waiting, memory: announced },
    [
      ...leave(phase),
      ...(next.step === 'dial' ? [] : release(connectionOf(phase))),
      { do: 'set-timer', timer: 'retry', generation, delayMs },
      ...news,
    ],
  ]
}

/** Disconnects from a room that does not broadcast, and polls it from time to time. */
export function goOffline(
  state: State,
  ticket: RoomHandle | undefined,
  failure: Failure,
  moment: Moment,
): Step {
  const { cursor: _, ...lasting } = state.memory // the next broadcast starts without a cursor
  const memory = { ...lasting, attempts: noAttempts }
  const known = ticket === undefined ? {} : { ticket }
  const resting = entered({ ...state, memory }, { name: 'offline', ...known, failure })
  const { generation } = resting.memory
  const [announced, news] = announceSource(resting.memory, {
    type: 'source',
    state: 'ended',
    reason: failure.reason,
    reasonCode: reasonCodeOf(failure),
  })
  const delayMs = pollMs(moment.jitter)
  return [
    { ...resting, memory: announced },
    [
      ...leave(state.phase),
      ...release(connectionOf(state.phase)),
      { do: 'set-timer', timer: 'poll', generation, delayMs },
      ...news,
    ],
  ]
}

// Hosts mostly fail together with the token: three attempts, or each host once.
const minMisses = 3

/** Returns the step to repeat after a failure: another host, a new token, or the room itself. */
function nextAfter(phase: Phase, failure: Failure): Next {
  const held = connectionOf(phase)
  if (!held || failure.kind === 'not-found') return { step: 'resolve' }
  const { ticket, connection } = held
  const misses = held.misses + 1
  const worn = misses >= Math.max(minMisses, connection.urls.length)
  if (worn || !connection.reusable || !redial.has(failure.kind)) return { step: 'open', ticket }
  const isUnresolved = reasonCodeOf(failure) === 'host-unknown'
  return { step: 'dial', held: { ...held, misses, ...(isUnresolved && { unresolved: true }) } }
}

const redial: ReadonlySet<Failure['kind']> = new Set(['lost', 'unreachable', 'crowded', 'silent'])

function ticketOf(phase: Phase): RoomHandle | undefined {
  return 'ticket' in phase ? phase.ticket : connectionOf(phase)?.ticket
}
