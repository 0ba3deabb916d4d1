import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { parseRoomId, slugPattern } from '../../../../proto/feed/room-id.ts'
import { wordsFor } from '../../../locale/index.ts'
import { sourceText } from '../../../locale/status.ts'
import { studioWords, type StudioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { type Answer, api } from '../../api.ts'
import { RoomOpenEvent } from '../events.ts'
import { listStyles } from '../list.css.ts'
import { troubleView } from '../../problem-view.ts'
import {
  isConfigured,
  type ListedRoom,
  type ListedSource,
  listRooms,
  switched,
} from './room-list.ts'

const everyMs = 3_000

/** The rooms of the server, with actions to use, add, stop and start them. */
export class StudioRooms extends LitElement {
  static override readonly styles = [controlStyles, listStyles]

  @property() override lang = ''
  /** The room in use; empty while there is none. */
  @property() room = ''

  @state() private rooms: readonly ListedRoom[] = []
  @state() private answer: Answer | undefined
  @state() private isBadName = false
  @query('input') private readonly field?: HTMLInputElement

  #timer: ReturnType<typeof setInterval> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#list()
    this.#timer = setInterval(() => {
      if (!document.hidden) void this.#list()
    }, everyMs)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    return html`<section class="panel" aria-labelledby="rooms">
      <h2 id="rooms">${say.rooms}</h2>
      ${
        this.rooms.length === 0
          ? html`<p class="quiet">${say.roomsEmpty}</p>`
          : html`<ul>
              ${this.rooms.map((room) => this.#renderRoom(say, room))}
            </ul>`
      }
      ${/^[a-z][a-z0-9-]*:/.test(this.room) ? this.#renderAdd(say) : nothing}
      ${troubleView(this.answer, this.lang)}
    </section>`
  }

  #renderRoom(say: StudioWords, room: ListedRoom): TemplateResult {
    const { id, title, open, readers, head, sources } = room
    const facts = open ? say.roomFacts(readers, head) : say.roomOff
    const act = open ? say.roomStop(id) : say.roomStart(id)
    return html`<li class=${id === this.room ? 'chosen' : ''}>
      <button
        class="plain pick"
        title=${say.roomUse(id)}
        @click=${() => this.dispatchEvent(new RoomOpenEvent(id))}
      >
        <span>${title ?? id}</span><small>${facts}</small>
        ${sources.map((source) => this.#renderSource(source, id === this.room))}
      </button>
      ${
        isConfigured(room)
          ? html`<button
              class="plain"
              aria-label=${act}
              title=${act}
              @click=${() => void this.#switch(room)}
            >
              ${icon('power')}
            </button>`
          : nothing
      }
    </li>`
  }

  /** Renders a source that has a problem and, for the room in use, the gain of logging in. */
  #renderSource(
    { source, state: status = 'open', reason, reasonCode, gains }: ListedSource,
    inUse: boolean,
  ): TemplateResult {
    const isWell = status === 'open' && reasonCode === undefined
    const facts = { state: status, ...(reason && { reason }), ...(reasonCode && { reasonCode }) }
    const say = wordsFor(studioWords, this.lang)
    return html`
      ${
        isWell
          ? nothing
          : html`<small class="wrong">${source}: ${sourceText(facts, this.lang)}</small>`
      }
      ${
        inUse
          ? gains.map((gain) => html`<small class="gain">${source}: ${say.roomGain(gain)}</small>`)
          : nothing
      }
    `
  }

  #renderAdd(say: StudioWords): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => void this.#add(event)}>
      <p class="quiet">${say.roomAddHint}</p>
      <input
        aria-label=${say.roomName}
        aria-invalid=${this.isBadName}
        placeholder=${say.roomName}
        spellcheck="false"
        autocomplete="off"
      />
      <button class="small" type="submit">${icon('plus')}${say.roomAdd}</button>
      ${this.isBadName ? html`<p class="trouble bad" role="alert">${say.badName}</p>` : nothing}
    </form>`
  }

  async #add(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const slug = this.field?.value.trim() ?? ''
    this.isBadName = !slugPattern.test(slug)
    if (this.isBadName) return
    const room = parseRoomId(this.room)
    if (room?.kind !== 'source') return
    const { platform, ref } = room
    const body = { slug, sources: [{ platform, ref }] }
    const added = await this.#finish(api('POST /api/rooms', { body }))
    if (added) this.dispatchEvent(new RoomOpenEvent(slug))
  }

  async #switch(room: ListedRoom): Promise<void> {
    const change = { params: { slug: room.id }, body: switched(room) }
    await this.#finish(api('PATCH /api/rooms/:slug', change))
  }

  async #finish(change: Promise<Answer>): Promise<boolean> {
    this.answer = await change
    await this.#list()
    return this.answer.kind === 'done'
  }

  async #list(): Promise<void> {
    const answer = await api('GET /api/rooms')
    if (answer.kind === 'done') this.rooms = listRooms(answer.body)
  }
}

customElements.define('studio-rooms', StudioRooms)

declare global {
  interface HTMLElementTagNameMap {
    'studio-rooms': StudioRooms
  }
}
