import type { FeedEvent } from '../../../proto/feed/index.ts'

/** A game as a value: fold the events of a feed into it, one after the other. */
export interface Reducer<State> {
  /** Before any event. */
  readonly initial: State
  /** The state after an event; the same object where the event means nothing to it. */
  readonly step: (state: State, event: FeedEvent) => State
}
