import { html, nothing, type TemplateResult } from 'lit'
import { api } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { HostSection } from '../host-section.ts'
import { broadcastFields, visibilityField, visibilityOf } from '../room-fields.ts'

/** The title, the cover and the visibility of a room. */
export class HostDetails extends HostSection {
  protected override render(): TemplateResult | typeof nothing {
    const { words, room } = this
    if (!room) return nothing
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.details}</h2>
      <form @submit=${(event: SubmitEvent) => this.#save(event)}>
        ${broadcastFields(words, room.broadcast)} ${visibilityField(words, room.visibility)}
        <div class="row">
          <button class="primary" ?disabled=${this.busy}>${words.save}</button>
        </div>
      </form>
      ${this.renderResult()}
    </section>`
  }

  #save(event: SubmitEvent): void {
    const field = fieldsOf(event)
    const body = {
      title: field('title'),
      cover: field('cover') || null,
      visibility: visibilityOf(field('visibility')),
    }
    void this.changed(api('PATCH /api/live/:id', { params: this.params, body }))
  }
}

customElements.define('host-details', HostDetails)

declare global {
  interface HTMLElementTagNameMap {
    'host-details': HostDetails
  }
}
