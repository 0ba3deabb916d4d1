import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'
import { linkQuery, readLink } from '../../design/link.ts'
import { isChinese } from '../../locale/index.ts'
import type { TrafficKind } from '../../locale/studio.ts'
import type { DesignChange } from './events.ts'
import { changed, type History, historyOf, redone, undone } from './history.ts'
import { RoomController } from './room-controller.ts'
import type { OpenedOverlay } from './studio-overlays/studio-overlays.ts'
import { undoKey } from './undo-key.ts'

/**
 * The state of the studio: the design with its history, the selected widget, the traffic of the
 * preview, the room. The address of the page has the design.
 */
export class StudioState implements ReactiveController {
  /** The index of the selected widget. */
  selected = 0
  traffic: TrafficKind = 'made'
  /** The name of the overlay in the preview, if it has one. */
  name: string | undefined
  /** The name of the overlay in the address of the page, which is replaced by the first update. */
  readonly requestedName = new URLSearchParams(location.search).get('named')
  readonly room: RoomController

  readonly #host: ReactiveControllerHost
  readonly #onKey = (event: KeyboardEvent): void => {
    const how = undoKey(event)
    if (!how) return
    event.preventDefault()
    this.travel(how)
  }
  #history: History<Design> = historyOf(readLink(new URLSearchParams(location.search)).design)
  #query: string | undefined

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
    this.room = new RoomController(host)
  }

  /** The current design with its past and its undone versions. */
  get history(): History<Design> {
    return this.#history
  }

  get design(): Design {
    return this.#history.present
  }

  /** The language of the page, BCP 47. */
  get language(): string {
    return this.design.lang ?? navigator.language
  }

  /** Opens the room in the address. */
  hostConnected(): void {
    addEventListener('keydown', this.#onKey)
    const { room } = this.design
    if (room !== undefined && parseRoomId(room)) this.open(room)
    else this.change({ design: withoutRoom(this.design) })
    this.#history = historyOf(this.design)
  }

  hostDisconnected(): void {
    removeEventListener('keydown', this.#onKey)
  }

  /** Writes the design into the address. */
  hostUpdated(): void {
    const named = this.name === undefined ? '' : `&named=${this.name}`
    const query = `?${linkQuery(this.design)}${named}`
    if (query === this.#query) return
    this.#query = query
    history.replaceState(undefined, '', query)
  }

  /** Opens a room, and shows its events in the preview. */
  open(room: string): void {
    this.traffic = 'live'
    if (room !== this.design.room) this.change({ design: { ...this.design, room } })
    this.room.listen(room)
  }

  /** Shows a stored overlay, or gives the shown one a name. */
  adopt({ name, design }: OpenedOverlay): void {
    this.name = name
    if (design) this.change({ design, selected: 0 })
    if (design?.room !== undefined) this.open(design.room)
    this.#host.requestUpdate()
  }

  change({ design, about, selected = this.selected }: DesignChange): void {
    this.#history = changed(this.#history, design, about)
    this.select(selected)
  }

  /** Undoes or redoes a change. */
  travel(how: 'undo' | 'redo'): void {
    this.#history = how === 'undo' ? undone(this.#history) : redone(this.#history)
    this.#host.requestUpdate()
  }

  select(widget: number): void {
    this.selected = widget
    this.#host.requestUpdate()
  }

  play(traffic: TrafficKind): void {
    this.traffic = traffic
    this.#host.requestUpdate()
  }

  /** Switches between Chinese and English. */
  switchLanguage(): void {
    const lang = isChinese(this.language) ? 'en' : 'zh-CN'
    this.change({ design: { ...this.design, lang } })
  }
}

function withoutRoom({ room: _room, ...others }: Design): Design {
  return others
}
