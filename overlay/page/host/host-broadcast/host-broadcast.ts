import { html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { api, type LiveRoom } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { HostSection } from '../host-section.ts'
import { broadcastFields } from '../room-fields.ts'

type Step = 'start' | 'pause' | 'resume' | 'end'

const stepsFrom: Readonly<Record<LiveRoom['broadcast']['state'], readonly Step[]>> = {
  0: ['start', 'end'],
  1: ['pause', 'end'],
  2: ['resume', 'end'],
  3: [],
}
const dots = { 0: '', 1: 'good', 2: 'warn', 3: '' } as const

/** The broadcast of a room: its state, the steps to the next one, and the links to the room. */
export class HostBroadcast extends HostSection {
  /** True while the host is asked whether the broadcast is to end. */
  @state() private isAsking = false

  protected override render(): TemplateResult | typeof nothing {
    const { words, room } = this
    if (!room) return nothing
    const { state: code, cause } = room.broadcast
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.broadcast}</h2>
      <p class="state" role="status">
        <span class="dot ${dots[code]}"></span>${words.states[code]}
      </p>
      ${cause === 'lost' ? html`<p class="trouble">${words.lost}</p>` : nothing}
      ${this.isAsking ? this.#renderQuestion() : this.#renderSteps(code)}
      ${code === 3 ? this.#renderNext(room) : nothing} ${this.renderResult()}
      <p class="row">
        <a href="/live/${room.id}">${words.open}</a>
        <a href="/live/${room.id}?view=chat">${words.chat}</a>
        <a href="/overlay?room=${room.room}">${words.overlay}</a>
      </p>
    </section>`
  }

  #renderSteps(code: LiveRoom['broadcast']['state']): TemplateResult {
    return html`<div class="row">
      ${stepsFrom[code].map(
        (step) =>
          html`<button
            class=${step === 'end' ? '' : 'primary'}
            ?disabled=${this.busy}
            @click=${() => (step === 'end' ? (this.isAsking = true) : this.#take(step))}
          >
            ${this.words[step]}
          </button>`,
      )}
    </div>`
  }

  #renderQuestion(): TemplateResult {
    const { words } = this
    return html`<div role="alertdialog" aria-label=${words.reallyEnd} class="row">
      <span>${words.reallyEnd}</span>
      <button ?disabled=${this.busy} @click=${() => this.#take('end')}>${words.endNow}</button>
      <button autofocus @click=${() => (this.isAsking = false)}>${words.cancel}</button>
    </div>`
  }

  #renderNext({ broadcast }: LiveRoom): TemplateResult {
    const { words } = this
    return html`<form @submit=${(event: SubmitEvent) => this.#begin(event)}>
      <h3>${words.next}</h3>
      ${broadcastFields(words, broadcast)}
      <div class="row">
        <button class="primary" ?disabled=${this.busy}>${words.create}</button>
      </div>
    </form>`
  }

  #take(step: Step): void {
    this.isAsking = false
    void this.changed(api(`POST /api/live/:id/${step}`, { params: this.params }))
  }

  #begin(event: SubmitEvent): void {
    const field = fieldsOf(event)
    const cover = field('cover')
    const body = { title: field('title'), ...(cover !== '' && { cover }) }
    void this.changed(api('POST /api/live/:id/broadcasts', { params: this.params, body }))
  }
}

customElements.define('host-broadcast', HostBroadcast)

declare global {
  interface HTMLElementTagNameMap {
    'host-broadcast': HostBroadcast
  }
}
