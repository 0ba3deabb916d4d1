import { html, nothing, type TemplateResult } from 'lit'
import { api } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { HostSection } from '../host-section.ts'

const secondMs = 1_000
const hourMs = 3_600_000
const mostSlowSeconds = 120
const mostAgeHours = 720
const flags = ['followersOnly', 'noRepeats', 'noLinks', 'beforeStart'] as const

/** The rules of a room for comments. */
export class HostRules extends HostSection {
  protected override render(): TemplateResult | typeof nothing {
    const { words, room } = this
    if (!room) return nothing
    const { slowMs, minAccountAgeMs, blockedWords = [] } = room.rules
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${words.rules}</h2>
      <form @submit=${(event: SubmitEvent) => this.#save(event)}>
        ${this.#renderNumber('slow', slowMs / secondMs, mostSlowSeconds)}
        ${this.#renderNumber('accountAge', minAccountAgeMs / hourMs, mostAgeHours)}
        ${flags.map(
          (flag) =>
            html`<label class="flag">
              <input type="checkbox" role="switch" name=${flag} .checked=${room.rules[flag]} />
              ${words[flag]}
            </label>`,
        )}
        <label>
          ${words.blockedWords}
          <textarea name="blockedWords" rows="4" .value=${blockedWords.join('\n')}></textarea>
        </label>
        <div class="row">
          <button class="primary" ?disabled=${this.busy}>${words.save}</button>
        </div>
      </form>
      ${this.renderResult()}
    </section>`
  }

  #renderNumber(name: 'slow' | 'accountAge', value: number, max: number): TemplateResult {
    return html`<label>
      ${this.words[name]}
      <input type="number" name=${name} min="0" max=${max} required .value=${String(value)} />
    </label>`
  }

  #save(event: SubmitEvent): void {
    const field = fieldsOf(event)
    const lines = field('blockedWords').split('\n')
    const rules = {
      slowMs: Number(field('slow')) * secondMs,
      minAccountAgeMs: Number(field('accountAge')) * hourMs,
      followersOnly: field('followersOnly') !== '',
      noRepeats: field('noRepeats') !== '',
      noLinks: field('noLinks') !== '',
      beforeStart: field('beforeStart') !== '',
      blockedWords: lines.map((line) => line.trim()).filter((line) => line !== ''),
    }
    void this.changed(api('PATCH /api/live/:id', { params: this.params, body: { rules } }))
  }
}

customElements.define('host-rules', HostRules)

declare global {
  interface HTMLElementTagNameMap {
    'host-rules': HostRules
  }
}
