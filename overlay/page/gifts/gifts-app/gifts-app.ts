import { css, html, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { pictureAddress } from '../../../element/base/address.ts'
import { sorted } from '../../../element/base/sorted.ts'
import { coinWords, type CoinWords } from '../../../locale/coin.ts'
import { wordsFor } from '../../../locale/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { api, type LiveGift } from '../../api.ts'
import { fieldsOf, FormSection } from '../../form-section.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { sectionStyles } from '../../section.css.ts'

const styles = css`
  .gifts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr));
    gap: 1rem;
  }

  h2 {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    overflow-wrap: anywhere;
  }

  img {
    width: 2rem;
    height: 2rem;
    object-fit: contain;
  }
`

/** The page of the catalogue of gifts. */
export class GiftsApp extends FormSection {
  static override readonly styles = [controlStyles, sectionStyles, frameStyles, styles]

  override lang = pageLanguage()

  /** The catalogue; undefined until the server has answered. */
  @state() private gifts: readonly LiveGift[] | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#load()
  }

  protected override updated(): void {
    describePage(wordsFor(coinWords, this.lang).catalogue, this.lang)
  }

  protected override render(): TemplateResult {
    const words = wordsFor(coinWords, this.lang)
    return html`${pageHeader(words.catalogue, this.lang, (language) => (this.lang = language))}
      <main>
        <p class="quiet">${words.noMoney}</p>
        ${this.renderResult()}
        ${this.gifts?.length === 0 ? html`<p class="quiet">${words.noGifts}</p>` : nothing}
        <div class="gifts">${this.gifts?.map((gift) => this.#renderGift(gift, words))}</div>
        <section class="panel" aria-labelledby="new">
          <h2 id="new">${words.newGift}</h2>
          <form @submit=${(event: SubmitEvent) => void this.#add(event)}>
            ${fields(words)}
            <div class="row">
              <button class="primary" ?disabled=${this.busy}>${words.add}</button>
            </div>
          </form>
        </section>
      </main>`
  }

  #renderGift(gift: LiveGift, words: CoinWords): TemplateResult {
    const image = pictureAddress(gift.image)
    return html`<section class="panel" aria-label=${words.edit(gift.name)}>
      <h2>
        ${image === undefined ? nothing : html`<img src=${image} alt="" />`}${gift.name}
        ${gift.onSale ? nothing : html`<span class="quiet">${words.offSale}</span>`}
      </h2>
      <form @submit=${(event: SubmitEvent) => void this.#save(event, gift)}>
        ${fields(words, gift)}
        <div class="row">
          <button ?disabled=${this.busy}>${words.save}</button>
        </div>
      </form>
    </section>`
  }

  async #load(): Promise<void> {
    const answer = await this.answered(api('GET /api/live-gifts', { query: { all: 'true' } }))
    if (answer.kind === 'done') this.gifts = answer.body.gifts
  }

  async #add(event: SubmitEvent): Promise<void> {
    const form = event.currentTarget as HTMLFormElement // the listener is on a form
    const { image, ...body } = valuesOf(event)
    const answer = await this.saved(
      api('POST /api/live-gifts', { body: { ...body, ...(image !== null && { image }) } }),
    )
    if (answer.kind !== 'done') return
    form.reset()
    this.gifts = inOrder([...(this.gifts ?? []), answer.body])
  }

  async #save(event: SubmitEvent, { id }: LiveGift): Promise<void> {
    const body = valuesOf(event)
    const answer = await this.saved(
      api('PATCH /api/live-gifts/:gift', { params: { gift: id }, body }),
    )
    if (answer.kind !== 'done') return
    const others = this.gifts?.filter((gift) => gift.id !== id) ?? []
    this.gifts = inOrder([...others, answer.body])
  }
}

function fields(words: CoinWords, gift?: LiveGift): TemplateResult {
  return html`<label>
      ${words.giftName}
      <input name="name" required maxlength="40" autocomplete="off" value=${gift?.name ?? ''} />
    </label>
    <label>
      ${words.price}
      <input
        name="price"
        type="number"
        required
        min="1"
        max="1000000"
        value=${gift ? String(gift.price) : ''}
      />
    </label>
    <label>
      ${words.image}
      <input
        name="image"
        type="url"
        maxlength="500"
        pattern="https://.*"
        placeholder="https://"
        value=${gift?.image ?? ''}
      />
    </label>
    <label>
      ${words.place}
      <input
        name="place"
        type="number"
        required
        min="0"
        max="1000000"
        value=${String(gift?.place ?? 0)}
      />
    </label>
    <label class="flag">
      <input type="checkbox" role="switch" name="onSale" ?checked=${gift?.onSale ?? true} />
      ${words.onSale}
    </label>`
}

function valuesOf(event: SubmitEvent) {
  const field = fieldsOf(event)
  return {
    name: field('name'),
    price: Number(field('price')),
    image: field('image') || null,
    place: Number(field('place')),
    onSale: field('onSale') !== '',
  }
}

function inOrder(gifts: readonly LiveGift[]): readonly LiveGift[] {
  return sorted(gifts, (a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
}

customElements.define('gifts-app', GiftsApp)

declare global {
  interface HTMLElementTagNameMap {
    'gifts-app': GiftsApp
  }
}
