import type { Design } from '../../design/design.ts'

/** A design after a change by the user. */
export interface DesignChange {
  readonly design: Design
  /** The same text for changes that are undone as one, for example the steps of a slider. */
  readonly about?: string
  /** The widget to select. */
  readonly selected?: number
}

/** The event that is sent whenever the user changes the design. */
export class DesignChangeEvent extends CustomEvent<DesignChange> {
  constructor(change: DesignChange) {
    super('design-change', { bubbles: true, composed: true, detail: change })
  }
}

/** The event that is sent when the user selects another widget: its index in the list. */
export class WidgetSelectEvent extends CustomEvent<number> {
  constructor(index: number) {
    super('widget-select', { bubbles: true, composed: true, detail: index })
  }
}

/** The event that is sent when the user chooses a room. */
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
