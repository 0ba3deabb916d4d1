import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { type Design, firstDesign } from '../../../design/design.ts'
import { embedMarkup } from '../../../design/markup.ts'
import { wordsFor } from '../../../locale/index.ts'
import { studioWords } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { type Answer, api } from '../../api.ts'
import { troubleView } from '../../problem-view.ts'
import { loaderPage, obsLink, obsRights } from '../share.ts'
import { styles } from './studio-share.css.ts'

const thanksMs = 2_000

/** The outputs of the studio: a link for OBS, a file for OBS, markup for a page. */
export class StudioShare extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property({ attribute: false }) design: Design = firstDesign
  /** The name of the overlay, if it has one. */
  @property({ attribute: false }) name: string | undefined

  @state() private copied: 'link' | 'embed' | undefined
  @state() private byHand = false
  /** The token that opens the room to clients with the link; requested, and never stored. */
  @state() private token: string | undefined
  @state() private answer: Answer | undefined
  @query('dialog') private readonly dialog?: HTMLDialogElement
  @query('#link') private readonly field?: HTMLInputElement
  @query('textarea') private readonly markup?: HTMLTextAreaElement

  /** The link for OBS. */
  get link(): string {
    const link = obsLink(this.design, location.href, this.name)
    // After the #, which is not in any server's log.
    return this.token === undefined ? link : `${link}#${new URLSearchParams({ token: this.token })}`
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // A token is valid for one room.
    if (changed.has('design') && changed.get('design')?.room !== this.design.room) {
      this.token = undefined
    }
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    return html`
      <div class="row">
        <input
          id="link"
          readonly
          aria-label=${say.linkHint}
          title=${say.linkHint}
          .value=${this.link}
          @focus=${() => this.field?.select()}
        />
        <button class="primary" title=${say.linkHint} @click=${() => this.#copy('link')}>
          ${icon(this.copied === 'link' ? 'check' : 'copy')}${this.#labelOf('link', say.copyLink)}
        </button>
        <button
          class=${this.token === undefined ? '' : 'on'}
          aria-pressed=${this.token !== undefined}
          title=${say.tokenHint}
          ?disabled=${this.design.room === undefined}
          @click=${() => void this.#switchToken()}
        >
          ${icon('key-round')}${say.token}
        </button>
        <button title=${say.loaderHint} @click=${() => this.#saveLoader()}>
          ${icon('download')}${say.loader}
        </button>
        <button @click=${() => this.dialog?.showModal()}>${icon('code')}${say.embed}</button>
      </div>
      ${troubleView(this.answer, this.lang)}
      <dialog class="panel" aria-label=${say.embed}>
        <h2>${say.embed}</h2>
        <p class="quiet">${say.embedHint}</p>
        <textarea
          readonly
          rows="10"
          aria-label=${say.embed}
          .value=${embedMarkup(this.design, location.origin)}
        ></textarea>
        <div class="row">
          <button class="primary" @click=${() => this.#copy('embed')}>
            ${icon(this.copied === 'embed' ? 'check' : 'copy')}${this.#labelOf('embed', say.copy)}
          </button>
          <button @click=${() => this.dialog?.close()}>${say.close}</button>
        </div>
      </dialog>
    `
  }

  #labelOf(what: 'link' | 'embed', otherwise: string): string {
    const say = wordsFor(studioWords, this.lang)
    if (this.byHand && what === 'link') return say.copyByHand
    return this.copied === what ? say.copied : otherwise
  }

  async #copy(what: 'link' | 'embed'): Promise<void> {
    const field = what === 'link' ? this.field : this.markup
    try {
      await navigator.clipboard.writeText(field?.value ?? '')
      this.copied = what
      setTimeout(() => (this.copied = undefined), thanksMs)
    } catch {
      // Pages over plain http on another machine have no clipboard API; the user can copy by hand.
      this.byHand = true
      setTimeout(() => (this.byHand = false), thanksMs)
      field?.focus()
      field?.select()
    }
  }

  async #switchToken(): Promise<void> {
    const { room } = this.design
    this.answer = undefined
    if (this.token !== undefined || room === undefined) {
      this.token = undefined
      return
    }
    const answer = await requestToken(room)
    this.answer = answer
    if (answer.kind === 'done') this.token = answer.body.token
  }

  #saveLoader(): void {
    const { loaderWaits } = wordsFor(studioWords, this.lang)
    const page = new Blob([loaderPage(this.link, loaderWaits)], { type: 'text/html' })
    const anchor = document.createElement('a')
    anchor.href = URL.createObjectURL(page)
    anchor.download = `${this.name ?? 'overlay'}.html`
    anchor.click()
    URL.revokeObjectURL(anchor.href)
  }
}

function requestToken(room: string) {
  return api('POST /api/tokens', { body: { name: `OBS ${room}`, ...obsRights(room) } })
}

customElements.define('studio-share', StudioShare)

declare global {
  interface HTMLElementTagNameMap {
    'studio-share': StudioShare
  }
}
