import type { Comment } from '../../danmaku/line.ts'

/** Is sent when somebody clicks a line, with `interactive`. */
export class DanmuPickEvent extends CustomEvent<Picked> {
  constructor({ id, userId, text }: Comment) {
    super('danmu-pick', {
      bubbles: true,
      composed: true,
      detail: { id, text, ...(userId === undefined ? {} : { userId }) },
    })
  }
}

/** What was clicked: the ids are those of the event. */
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
