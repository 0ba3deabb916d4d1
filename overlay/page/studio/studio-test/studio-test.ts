import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { wordsFor } from '../../../locale/index.ts'
import { studioWords, type TestKind } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { type Answer, api } from '../../api.ts'
import { PreviewEventsEvent } from '../studio-traffic/studio-traffic.ts'
import { asTest } from '../traffic/event.ts'
import { type MadeEvent, makeEvent, testKinds } from '../traffic/made.ts'
import { troubleView } from '../../problem-view.ts'
import { styles } from './studio-test.css.ts'

const thanksMs = 1_500

/** A menu of test events: for the preview, or for all clients of the room. */
export class StudioTest extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  /** The room that OBS shows; empty while none is open. */
  @property() room = ''

  @state() private target: 'preview' | 'obs' = 'preview'
  @state() private answer: Answer | undefined
  @query('details') private readonly menu?: HTMLDetailsElement

  #made = 0
  readonly #onPointer = (event: PointerEvent): void => {
    if (this.menu && !event.composedPath().includes(this)) this.menu.open = false
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('pointerdown', this.#onPointer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('pointerdown', this.#onPointer)
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    const toObs = this.target === 'obs'
    return html`<details @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <summary class="button">${icon('flask-conical')}${say.test}</summary>
      <div class="menu panel">
        <div class="targets" role="radiogroup" aria-label=${say.test}>
          ${(['preview', 'obs'] as const).map(
            (target) =>
              html`<label class="chip">
                <input
                  type="radio"
                  name="target"
                  .checked=${target === this.target}
                  @change=${() => (this.target = target)}
                /><span>${target === 'obs' ? say.testToObs : say.testToPreview}</span>
              </label>`,
          )}
        </div>
        <div class="kinds">
          ${testKinds.map(
            (kind) =>
              html`<button
                class="small"
                ?disabled=${toObs && this.room === ''}
                @click=${() => void this.#send(kind)}
              >
                ${say.testKinds[kind]}
              </button>`,
          )}
        </div>
        ${toObs && this.room === '' ? html`<p class="quiet">${say.testNeedsRoom}</p>` : nothing}
        ${
          this.answer?.kind === 'done'
            ? html`<p class="quiet" role="status">${icon('check')}${say.testSent}</p>`
            : troubleView(this.answer, this.lang)
        }
      </div>
    </details>`
  }

  async #send(kind: TestKind): Promise<void> {
    const made = makeEvent(kind, Math.random)
    if (this.target === 'obs') {
      this.answer = await this.#publish(made)
      if (this.answer.kind === 'done') setTimeout(() => (this.answer = undefined), thanksMs)
      return
    }
    this.#made += 1
    const event = asTest(made, `single-${Date.now()}-${this.#made}`, Date.now())
    this.dispatchEvent(new PreviewEventsEvent([event]))
  }

  #publish(made: MadeEvent): Promise<Answer> {
    return api('POST /api/rooms/:id/events', {
      params: { id: this.room },
      body: { events: [made] },
    })
  }

  #key(event: KeyboardEvent): void {
    const { menu } = this
    if (event.key !== 'Escape' || !menu) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  }
}

customElements.define('studio-test', StudioTest)

declare global {
  interface HTMLElementTagNameMap {
    'studio-test': StudioTest
  }
}
