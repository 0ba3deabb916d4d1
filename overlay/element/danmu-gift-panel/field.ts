import { html, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { AnswerJson } from '../../../proto/api/endpoint.ts'
import type { liveGiftApi } from '../../../proto/api/coin/gift.ts'
import type { GiftPanelWords } from '../../locale/gift-panel.ts'
import { picture } from '../base/user-parts.ts'

/** A gift of the catalogue. */
export type LiveGift = AnswerJson<(typeof liveGiftApi)['GET /api/live-gifts']>['gifts'][number]

/** A field of the panel. */
interface Field<T> {
  readonly value: T
  readonly change: (value: T) => void
}

/** Renders one of several choices as a radio button, by which the arrow keys of the browser work. */
export function choice(
  name: 'kind' | 'gift',
  content: TemplateResult,
  { value, change }: Field<boolean>,
): TemplateResult {
  return html`<label class="choice"
    ><input
      type="radio"
      name=${name}
      .checked=${value}
      @change=${() => change(true)}
    />${content}</label
  >`
}

/** Renders a gift: picture, name, price. */
export function giftCard({ name, price, image }: LiveGift, words: GiftPanelWords): TemplateResult {
  const [initial = ''] = name
  return html`<span part="gift" class="gift"
    ><span class="picture" aria-hidden="true">${initial}${picture(image, 'gift-image', '')}</span
    ><span part="gift-name">${name}</span
    ><span part="price" class="price number">${words.coins(price)}</span></span
  >`
}

/** Renders a field for a whole number from 1. */
export function numberField(
  label: string,
  max: number,
  { value, change }: Field<number>,
): TemplateResult {
  const read = ({ currentTarget }: Event): void => {
    const number = currentTarget instanceof HTMLInputElement ? currentTarget.valueAsNumber : NaN
    if (Number.isInteger(number)) change(number)
  }
  return html`<label
    >${label}<input
      part="field"
      type="number"
      min="1"
      max=${max}
      required
      .value=${String(value)}
      @input=${read}
  /></label>`
}

/** Renders the field for a paid message. */
export function messageField(label: string, { value, change }: Field<string>): TemplateResult {
  const read = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLTextAreaElement) change(currentTarget.value)
  }
  return html`<textarea
    part="field"
    rows="2"
    aria-label=${label}
    placeholder=${label}
    .value=${value}
    @input=${read}
  ></textarea>`
}

/** Renders the number of gifts in a row, which animates when it changes. */
export function counter(total: number): unknown {
  return keyed(
    total,
    html`<span part="combo" class="combo number" aria-hidden="true">×${total}</span>`,
  )
}
