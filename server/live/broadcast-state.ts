/**
 * The state of a broadcast: 0 not started, 1 live, 2 paused, 3 ended. A pause has a cause: the host, or
 * a lost publisher. `streaming` is true while a publisher sends, although the host paused.
 */
export type BroadcastState =
  | { readonly code: 0 | 1 | 3 }
  | { readonly code: 2; readonly cause: 'lost' }
  | { readonly code: 2; readonly cause: 'host'; readonly streaming: boolean }

/** The number of a {@link BroadcastState}. */
export type BroadcastCode = BroadcastState['code']

/**
 * The inputs of a broadcast: a publisher was accepted, was lost, or did not come back in time; the host
 * pauses, resumes or ends it.
 */
export const broadcastInputs = ['published', 'lost', 'expired', 'pause', 'resume', 'end'] as const

/** One of {@link broadcastInputs}. */
export type BroadcastInput = (typeof broadcastInputs)[number]

/** The reason why an input is refused in a state. */
export type StateRefusal = 'not-started' | 'already-live' | 'no-stream' | 'ended'

/** The outcome of an input: the next state, the same object if nothing changes; or a refusal. */
export type BroadcastStep =
  | { readonly state: BroadcastState; readonly refused?: undefined }
  | { readonly refused: StateRefusal }

/** The state of a new broadcast. */
export const notStarted: BroadcastState = { code: 0 }

const live: BroadcastState = { code: 1 }
const ended: BroadcastState = { code: 3 }

/** Returns what an input makes of a state. The end is final: the room's next broadcast begins at 0. */
export function stepBroadcast(state: BroadcastState, input: BroadcastInput): BroadcastStep {
  switch (state.code) {
    case 0:
      return stepNotStarted(state, input)
    case 1:
      return stepLive(state, input)
    case 2:
      return state.cause === 'lost' ? stepLost(state, input) : stepPaused(state, input)
    case 3:
      return stepEnded(state, input)
  }
}

/**
 * Returns the state of a broadcast at the start of the server: no publisher of an earlier run is
 * connected any more, so that a broadcast that was live or paused has not started again.
 */
export function stateAfterRestart(state: BroadcastState): BroadcastState {
  return state.code === 1 || state.code === 2 ? notStarted : state
}

function stepNotStarted(state: BroadcastState, input: BroadcastInput): BroadcastStep {
  switch (input) {
    case 'published':
      return { state: live }
    case 'lost':
    case 'expired':
      return { state }
    case 'pause':
    case 'resume':
      return { refused: 'not-started' }
    case 'end':
      return { state: ended }
  }
}

function stepLive(state: BroadcastState, input: BroadcastInput): BroadcastStep {
  switch (input) {
    case 'published': // the first publisher stays
      return { refused: 'already-live' }
    case 'lost':
      return { state: { code: 2, cause: 'lost' } }
    case 'pause':
      return { state: { code: 2, cause: 'host', streaming: true } }
    case 'expired':
    case 'resume':
      return { state }
    case 'end':
      return { state: ended }
  }
}

function stepLost(state: BroadcastState, input: BroadcastInput): BroadcastStep {
  switch (input) {
    case 'published':
      return { state: live }
    case 'lost':
      return { state }
    case 'expired':
      return { state: notStarted }
    case 'pause':
      return { state: { code: 2, cause: 'host', streaming: false } }
    case 'resume':
      return { refused: 'no-stream' }
    case 'end':
      return { state: ended }
  }
}

type Paused = Extract<BroadcastState, { readonly cause: 'host' }>

function stepPaused(state: Paused, input: BroadcastInput): BroadcastStep {
  const { streaming } = state
  switch (input) {
    case 'published':
      return streaming ? { refused: 'already-live' } : { state: { ...state, streaming: true } }
    case 'lost':
      return { state: streaming ? { ...state, streaming: false } : state }
    case 'expired':
      return { state: streaming ? state : notStarted }
    case 'pause':
      return { state }
    case 'resume':
      return streaming ? { state: live } : { refused: 'no-stream' }
    case 'end':
      return { state: ended }
  }
}

function stepEnded(state: BroadcastState, input: BroadcastInput): BroadcastStep {
  switch (input) {
    case 'published':
    case 'pause':
    case 'resume':
      return { refused: 'ended' }
    case 'lost':
    case 'expired':
    case 'end':
      return { state }
  }
}
