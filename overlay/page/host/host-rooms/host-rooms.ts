import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { api, type LiveRoom } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { HostSection } from '../host-section.ts'
import { broadcastFields, visibilityField, visibilityOf } from '../room-fields.ts'

/** The live rooms of the account, and the form for a new one. */
export class HostRooms extends HostSection {
  @state() private rooms: readonly LiveRoom[] = []

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override render(): TemplateResult {
    const { words } = this
    return html`<section class="panel" aria-labelledby="heading">
        <h2 id="heading">${words.rooms}</h2>
        ${
          this.rooms.length === 0
            ? html`<p class="quiet">${words.noRooms}</p>`
            : html`<ul>
                ${this.rooms.map((room) => this.#renderRoom(room))}
              </ul>`
        }
      </section>
      <section class="panel" aria-labelledby="new">
        <h2 id="new">${words.newRoom}</h2>
        <form @submit=${(event: SubmitEvent) => void this.#create(event)}>
          <label>
            ${words.id}
            <input
              name="id"
              pattern="[a-z0-9\\-]{3,40}"
              autocomplete="off"
              aria-describedby="hint"
            />
            <span id="hint" class="quiet">${words.idHint}</span>
          </label>
          ${broadcastFields(words, { title: '' })} ${visibilityField(words, 'public')}
          <div class="row">
            <button class="primary" ?disabled=${this.busy}>${words.create}</button>
          </div>
        </form>
        ${this.renderResult()}
      </section>`
  }

  #renderRoom({ id, broadcast, visibility }: LiveRoom): TemplateResult {
    return html`<li>
      <a href="/host/${id}">${broadcast.title}</a>
      ${
        visibility === 'public'
          ? nothing
          : html`<span class="quiet">${this.words.hidden[visibility]}</span>`
      }
      <span class="quiet">${this.words.states[broadcast.state]}</span>
    </li>`
  }

  async #load(cursor?: string): Promise<void> {
    const query = { host: 'me', limit: 100, ...(cursor !== undefined && { cursor }) } as const
    const answer = await this.answered(api('GET /api/live', { query }))
    if (answer.kind !== 'done') return
    const { rooms, next } = answer.body
    this.rooms = [...(cursor === undefined ? [] : this.rooms), ...rooms]
    if (next !== undefined) await this.#load(next)
  }

  async #create(event: SubmitEvent): Promise<void> {
    const field = fieldsOf(event)
    const [id, cover] = [field('id'), field('cover')]
    const body = {
      title: field('title'),
      visibility: visibilityOf(field('visibility')),
      ...(id !== '' && { id }),
      ...(cover !== '' && { cover }),
    }
    const answer = await this.answered(api('POST /api/live', { body }))
    if (answer.kind === 'done') location.assign(`/host/${answer.body.id}`)
  }
}

customElements.define('host-rooms', HostRooms)

declare global {
  interface HTMLElementTagNameMap {
    'host-rooms': HostRooms
  }
}
