import type { FeedEvent } from '../../../proto/feed/index.ts'

/**
 * Is sent before an event is shown. Cancelable: `preventDefault()` keeps it off the stage, which is
 * how a page filters by its own rules.
 */
export class DanmuBeforeShowEvent extends CustomEvent<{ readonly event: FeedEvent }> {
  constructor(event: FeedEvent) {
    super('danmu-before-show', {
      bubbles: true,
      cancelable: true,
      composed: true,
      detail: { event },
    })
  }
}

declare global {
  interface HTMLElementEventMap {
    'danmu-before-show': DanmuBeforeShowEvent
  }
}
