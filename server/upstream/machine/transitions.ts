import type { RoomHandle } from '../../platform/connector.ts'
import type { Action, OpenConnection, Next, Phase, State, Step, TimerName } from './state.ts'

/** Enters a phase: requests, sockets and timers of earlier ones become orphans. */
export function entered(state: State, phase: Phase): State {
  return { phase, memory: { ...state.memory, generation: state.memory.generation + 1 } }
}

/** Takes the step after a wait. */
export function begin(state: State, next: Next): Step {
  switch (next.step) {
    case 'resolve':
      return resolve(state)
    case 'open':
      return open(state, next.ticket)
    case 'dial':
      return dial(state, next.held)
  }
}

/** Requests the room of the ref. */
export function resolve(state: State): Step {
  const next = entered(state, { name: 'resolving' })
  return [next, [{ do: 'resolve', generation: next.memory.generation }]]
}

/** Requests the data of a connection. */
export function open(state: State, ticket: RoomHandle): Step {
  const next = entered(state, { name: 'opening', ticket })
  const { generation, cursor, refusals } = next.memory
  const resumed = cursor === undefined ? {} : { cursor }
  return [next, [{ do: 'open', generation, ticket, refusals, ...resumed }]]
}

/** Dials the next host. */
export function dial(state: State, held: OpenConnection): Step {
  const next = entered(state, { name: 'dialing', held })
  const { generation, dials } = next.memory
  const { headers, endMeanings } = held.connection
  const url = urlOf(held, dials)
  return [
    { ...next, memory: { ...next.memory, dials: dials + 1 } },
    [{ do: 'dial', generation, url, headers, ...(endMeanings && { endMeanings }) }],
  ]
}

/**
 * Returns the URLs in order, or the fallback after a DNS failure: the hosts of one domain fail
 * together.
 */
function urlOf({ connection, unresolved }: OpenConnection, dials: number): string {
  const { urls, fallbackUrl } = connection
  if (unresolved && fallbackUrl !== undefined) return fallbackUrl
  return urls[dials % urls.length] ?? urls[0]
}

/** Returns the connection of a phase; undefined if it has none. */
export function connectionOf(phase: Phase): OpenConnection | undefined {
  if (phase.name === 'waiting') return phase.next.step === 'dial' ? phase.next.held : undefined
  return 'held' in phase ? phase.held : undefined
}

// All timers except the keep-alive, which belongs to the connection and not to a phase.
const phaseTimers: readonly TimerName[] = [
  'retry',
  'poll',
  'greeting',
  'receive',
  'heartbeat',
  'steady',
  'quiet',
]

/** Returns the actions that end a phase before another is entered. */
export function leave(phase: Phase): readonly Action[] {
  const hangUp: Action = { do: 'hang-up' }
  const clear: Action = { do: 'clear-timers', timers: phaseTimers }
  return 'held' in phase ? [hangUp, clear] : [clear]
}

/** Returns the actions that give a connection back. */
export function release(held: OpenConnection | undefined): readonly Action[] {
  if (!held) return []
  const { connection } = held
  return [
    { do: 'clear-timers', timers: ['keep-alive'] },
    { do: 'end', connection },
  ]
}
