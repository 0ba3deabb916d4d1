import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { slugPattern } from '../../../../proto/feed/room-id.ts'
import { type Design, firstDesign, readDesign } from '../../../design/design.ts'
import { wordsFor } from '../../../locale/index.ts'
import { pageWords } from '../../../locale/page.ts'
import { studioWords, type StudioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { type Answer, api } from '../../api.ts'
import { troubleView } from '../../problem-view.ts'
import { createRuntime } from '../../../client/runtime.ts'
import { DesignSaver, storeDesign } from '../../design-saver.ts'
import { listStyles } from '../list.css.ts'

/** An overlay that was opened by its name, or none. */
export interface OpenedOverlay {
  readonly name: string | undefined
  /** The stored design; absent if the shown overlay was given that name. */
  readonly design?: Design
}

/** The event that is sent when the shown overlay gets a name, another one, or none. */
export class OverlayOpenEvent extends CustomEvent<OpenedOverlay> {
  constructor(opened: OpenedOverlay) {
    super('overlay-open', { detail: opened })
  }
}

/** The overlays with a name; while one of them is open, every change is saved. */
export class StudioOverlays extends LitElement {
  static override readonly styles = [controlStyles, listStyles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = firstDesign
  /** The name of the overlay in the preview, if it has one. */
  @property({ attribute: false }) name: string | undefined

  @state() private names: readonly string[] = []
  @state() private answer: Answer | undefined
  @state() private isBadName = false
  /** The name whose removal waits for a confirmation: OBS may show it, and removal is final. */
  @state() private doubted: string | undefined
  @query('input') private readonly field?: HTMLInputElement

  /** The design that was last given to the saver or received from the server. */
  #seen: Design | undefined
  readonly #saver = new DesignSaver({
    ...createRuntime(),
    store: storeDesign,
    onChange: () => this.requestUpdate(),
  })

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#list()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#saver.forget()
  }

  /** Shows a stored overlay in the preview. */
  async open(name: string): Promise<void> {
    const answer = await api('GET /api/overlays/:name', { params: { name } })
    this.answer = answer
    if (answer.kind === 'done') this.#show({ name, design: readDesign(answer.body.design) })
  }

  protected override updated(): void {
    const { name, design } = this
    if (name === undefined || design === this.#seen) return
    const isOpened = this.#seen === undefined // the first design is the stored one
    this.#seen = design
    if (!isOpened) this.#saver.save(name, design)
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    return html`<section class="panel" aria-labelledby="overlays">
      <h2 id="overlays">${say.overlays}</h2>
      ${this.name === undefined ? this.#renderForm(say) : this.#renderOpen(say, this.name)}
      ${
        this.names.length === 0
          ? html`<p class="quiet">${say.overlaysEmpty}</p>`
          : html`<ul>
              ${this.names.map((name) => this.#renderName(say, name))}
            </ul>`
      }
      ${troubleView(this.answer, this.lang)}
    </section>`
  }

  #renderForm(say: StudioWords): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => void this.#submit(event)}>
      <input
        aria-label=${say.overlayName}
        aria-invalid=${this.isBadName}
        placeholder=${say.overlayName}
        spellcheck="false"
        autocomplete="off"
      />
      <button class="small" type="submit">${icon('save')}${say.save}</button>
      ${this.isBadName ? html`<p class="trouble bad" role="alert">${say.badName}</p>` : nothing}
    </form>`
  }

  #renderOpen(say: StudioWords, name: string): TemplateResult {
    const { state: saved, answer } = this.#saver
    const [level, text] = {
      saved: ['good', say.overlayLive(name)],
      saving: ['warn', say.overlaySaving(name)],
      unsaved: ['bad', say.overlayUnsaved(name)],
    }[saved]
    return html`<p class="live" role="status"><span class="dot ${level}"></span>${text}</p>
      ${troubleView(answer, this.lang)}
      ${
        saved === 'unsaved'
          ? html`<button class="small" @click=${() => this.#saver.retry()}>
              ${icon('save')}${wordsFor(pageWords, this.lang).saveAgain}
            </button>`
          : nothing
      }
      <button class="small" @click=${() => this.#show({ name: undefined })}>
        ${say.overlayLeave}
      </button>`
  }

  #renderName(say: StudioWords, name: string): TemplateResult {
    const isDoubted = name === this.doubted
    return html`<li class=${name === this.name ? 'chosen' : ''}>
      <button
        class="plain pick"
        aria-label=${say.overlayOpen(name)}
        @click=${() => void this.open(name)}
      >
        ${name}
      </button>
      <a class="plain" href=${`/dock/${name}`} target="_blank" rel="noopener">${say.dock}</a>
      <button
        class="plain ${isDoubted ? 'doubted' : ''}"
        aria-label=${isDoubted ? say.overlayRemoveSure(name) : say.overlayRemove(name)}
        title=${isDoubted ? say.overlayRemoveSure(name) : say.overlayRemove(name)}
        @click=${() => (isDoubted ? void this.#remove(name) : (this.doubted = name))}
        @blur=${() => (this.doubted = undefined)}
      >
        ${icon('trash')}${isDoubted ? say.sure : nothing}
      </button>
    </li>`
  }

  async #list(): Promise<void> {
    const answer = await api('GET /api/overlays')
    if (answer.kind === 'done') this.names = answer.body.overlays.map(({ name }) => name)
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const name = this.field?.value.trim() ?? ''
    this.isBadName = !slugPattern.test(name)
    if (this.isBadName) return
    this.answer = await storeDesign(name, this.design)
    await this.#list()
    if (this.answer.kind === 'done') this.#show({ name })
  }

  async #remove(name: string): Promise<void> {
    this.doubted = undefined
    this.answer = await api('DELETE /api/overlays/:name', { params: { name } })
    if (this.answer.kind === 'done' && name === this.name) this.#show({ name: undefined })
    await this.#list()
  }

  #show(opened: OpenedOverlay): void {
    this.#saver.forget()
    this.#seen = undefined
    this.dispatchEvent(new OverlayOpenEvent(opened))
  }
}

customElements.define('studio-overlays', StudioOverlays)

declare global {
  interface HTMLElementTagNameMap {
    'studio-overlays': StudioOverlays
  }
  interface HTMLElementEventMap {
    'overlay-open': OverlayOpenEvent
  }
}
