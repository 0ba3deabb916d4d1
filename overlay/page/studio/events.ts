import type { Design } from '../../design/design.ts'

/** A design as somebody changed it. */
export interface DesignChange {
  readonly design: Design
  /** The same text for changes that are undone as one, as when a slider moves. */
  readonly about?: string
  /** The widget to look at from now on. */
  readonly selected?: number
}

/** Is sent whenever somebody changes the design. */
export class DesignChangeEvent extends CustomEvent<DesignChange> {
  constructor(change: DesignChange) {
    super('design-change', { bubbles: true, composed: true, detail: change })
  }
}

/** Is sent when somebody turns to another widget: its place in the list. */
export class WidgetSelectEvent extends CustomEvent<number> {
  constructor(index: number) {
    super('widget-select', { bubbles: true, composed: true, detail: index })
  }
}

/** Is sent when somebody chooses a room. */
export class RoomOpenEvent extends CustomEvent<string> {
  constructor(room: string) {
    super('room-open', { bubbles: true, composed: true, detail: room })
  }
}

declare global {
  interface HTMLElementEventMap {
    'design-change': DesignChangeEvent
    'widget-select': WidgetSelectEvent
    'room-open': RoomOpenEvent
  }
}
