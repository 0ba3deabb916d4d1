import type { Comment } from '../../danmaku/line.ts'

/** The event that is sent when the user clicks a line, with `interactive`. */
export class DanmuPickEvent extends CustomEvent<Picked> {
  constructor({ id, userId, text }: Comment) {
    super('danmu-pick', {
      bubbles: true,
      composed: true,
      detail: { id, text, ...(userId === undefined ? {} : { userId }) },
    })
  }
}

/** The clicked line: the ids are those of the event. */
interface Picked {
  readonly id: string
  readonly userId?: string
  readonly text: string
}

declare global {
  interface HTMLElementEventMap {
    'danmu-pick': DanmuPickEvent
  }
}
