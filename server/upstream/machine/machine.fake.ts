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

/** The time of every step. */
export const now = 1_700_000_000_000
const ticket: RoomHandle = { facts: { id: '1' } }
/** Returns the bytes of a text. */
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A connection whose platform accepts without an answer. */
export const plain: Connection = {
  urls: ['wss://a', 'wss://b'],
  headers: {},
  reusable: true,
  first: [bytes('hello')],
  receiveTimeoutMs: 35_000,
}
/** A connection whose platform answers the greeting. */
export const asking: Connection = {
  ...plain,
  authTimeoutMs: 5_000,
  heartbeat: { bytes: bytes('beat'), everyMs: 30_000, atOnce: true },
}

function createMachine(traits: Partial<Traits> = {}, jitter = 1) {
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

/** Creates a machine that shows its last actions. */
export const drive: (
  ...traits: Parameters<typeof createMachine>
) => ReturnType<typeof createMachine> = createMachine
