import type { FeedEvent } from '../../../proto/feed/index.ts'

/**
 * The event that is sent before an event is shown. Cancelable: after `preventDefault()` the event
 * is not shown, so a page can filter by its own rules.
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
