import type { FeedEvent } from '../../../proto/feed/index.ts'

/** A game as a reducer: the events of a feed are folded into its state, one after the other. */
export interface Reducer<State> {
  /** The state before any event. */
  readonly initial: State
  /** Returns the state after an event; the same object if the event has no effect. */
  readonly step: (state: State, event: FeedEvent) => State
}
