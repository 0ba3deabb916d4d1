import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { Answer } from '../../api/request.ts'
import { isUncertain, RequestKeys } from '../../api/request-key.ts'
import { giftPanelWords, type GiftPanelWords } from '../../locale/gift-panel.ts'
import { wordsFor } from '../../locale/index.ts'
import { giftPanelOptions } from '../../option/gift-panel.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedController } from '../base/feed-controller.ts'
import { fieldStyles } from '../base/field.css.ts'
import { LiveElement } from '../base/live-element.ts'
import { liveRoomOf } from '../base/live-room.ts'
import { propertiesOf } from '../base/option-property.ts'
import { causeText, draftOf } from '../danmu-input/writing.ts'
import { define } from '../define.ts'
import { state } from '../property.ts'
import { styles } from './danmu-gift-panel.css.ts'
import { choice, counter, giftCard, type LiveGift, messageField, numberField } from './field.ts'

type Kind = 'gift' | 'superchat'

const kinds = ['gift', 'superchat'] as const satisfies readonly Kind[]
const maxQuantity = 9_999 // the server refuses more of both
const maxCoins = 1_000_000
const comboMs = 5_000
const retryMs = 5_000

/**
 * The gifts of a live room and paid messages: catalogue with pictures, quantity, streak, the coins that
 * the viewer has. What is refused stays chosen and written, with the reason; what has no answer counts
 * once when it is sent again. Coins are no money.
 *
 * @fires danmu-paid - after something was sent; `detail` has `coins` and `balance`
 * @csspart form - everything
 * @csspart kinds, kind - the choice between gifts and a paid message
 * @csspart gifts, gift, gift-image, gift-name, price - the catalogue
 * @csspart field, button - the fields and the button; the button is also `button--main`
 * @csspart combo - the number of gifts in a row
 * @csspart balance - the coins of the viewer
 * @csspart hint, refusal, sent - why nothing can be sent now, why it was refused, what was sent
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the panel, fields and buttons
 * @cssproperty --danmu-text, --danmu-quiet, --danmu-danger - the text
 * @cssproperty --danmu-accent, --danmu-on-accent, --danmu-badge - the chosen gift, the button, gifts without a picture
 */
export class DanmuGiftPanel extends LiveElement {
  static override readonly styles = [baseStyles, fieldStyles, styles]
  static override readonly properties = propertiesOf(giftPanelOptions)

  /** The catalogue; undefined until there is one. */
  @state() private gifts: readonly LiveGift[] | undefined
  @state() private balance: number | undefined
  @state() private kind: Kind = 'gift'
  /** The id of the chosen gift. */
  @state() private chosen = ''
  @state() private quantity = 1
  @state() private text = ''
  @state() private amount = 1
  @state() private busy = false
  @state() private refusal = ''
  /** The text about the last gift or message that was sent. */
  @state() private sent = ''
  /** The gifts that were sent in a row. */
  @state() private combo: { readonly gift: string; readonly total: number } | undefined

  readonly #feed = new FeedController(this, { receive: () => undefined })
  readonly #keys = new RequestKeys((bytes) => crypto.getRandomValues(bytes))
  readonly #comboEnd = createAlarm(() => (this.combo = undefined))
  readonly #retry = createAlarm(() => void this.#loadGifts())
  /** The account whose balance is shown. */
  #payer: string | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    if (this.hasUpdated) void this.#loadGifts()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#comboEnd.set(undefined)
    this.#retry.set(undefined)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src')) void this.#loadGifts()
    const payer = this.account.me?.account?.id
    if (payer === this.#payer) return
    this.#payer = payer
    this.balance = undefined
    if (payer !== undefined) void this.#loadBalance()
  }

  protected override render(): TemplateResult {
    const { texts, kind, sent, refusal } = this
    return html`<form
      part="form"
      class="plate"
      @submit=${(event: SubmitEvent) => this.#submit(event)}
    >
      <div part="kinds" class="kinds" role="radiogroup" aria-label=${texts.kinds}>
        ${kinds.map((one) => this.#renderKind(one))}
      </div>
      ${kind === 'gift' ? this.#renderGifts() : this.#renderMessage()}
      <div class="below">
        ${refusal === '' ? nothing : html`<p part="refusal" class="refusal" role="alert">${refusal}</p>`}
        ${sent === '' ? nothing : html`<p part="sent" class="hint" role="status">${sent}</p>`}
        ${this.#renderHint()}
        <p part="hint" class="hint">${texts.noMoney}</p>
      </div>
    </form>`
  }

  /** The texts of the panel in the element's language. */
  protected get texts(): GiftPanelWords {
    return wordsFor(giftPanelWords, this.language)
  }

  get #gift(): LiveGift | undefined {
    return this.gifts?.find(({ id }) => id === this.chosen)
  }

  /** The coins that the choice costs. */
  get #cost(): number {
    return this.kind === 'gift' ? (this.#gift?.price ?? 0) * this.quantity : this.amount
  }

  /** The id of the live room. */
  get #id(): string {
    return liveRoomOf(this.src, this.#feed.feed) ?? ''
  }

  get #isLive(): boolean {
    return this.#feed.feed.sources[`live:${this.#id}`]?.room?.state === 'live'
  }

  get #isSendable(): boolean {
    const isChosen = this.kind === 'gift' ? this.#gift !== undefined : draftOf(this.text).sendable
    return isChosen && this.#isLive && this.mayTakePart && !this.busy
  }

  #renderKind(kind: Kind): TemplateResult {
    const content = html`<span part="kind" class="kind">${this.texts[kind]}</span>`
    const change = (): void => this.#choose(() => (this.kind = kind))
    return choice('kind', content, { value: kind === this.kind, change })
  }

  #renderGifts(): TemplateResult {
    const { texts, gifts, combo, quantity: value } = this
    const change = (count: number): void => this.#choose(() => (this.quantity = count))
    if (gifts?.length === 0) return html`<p part="hint" class="hint">${texts.noGifts}</p>`
    return html`<div part="gifts" class="gifts" role="radiogroup" aria-label=${texts.gift}>
        ${gifts?.map((gift) => this.#renderGift(gift))}
      </div>
      <div class="row">
        ${numberField(texts.quantity, maxQuantity, { value, change })}
        ${combo?.gift === this.chosen ? counter(combo.total) : nothing} ${this.#renderButton()}
      </div>`
  }

  #renderGift(gift: LiveGift): TemplateResult {
    const { id } = gift
    const change = (): void => this.#choose(() => (this.chosen = id))
    return choice('gift', giftCard(gift, this.texts), { value: id === this.chosen, change })
  }

  #renderMessage(): TemplateResult {
    const { texts, text, amount } = this
    const write = (value: string): void => this.#choose(() => (this.text = value))
    const pay = (value: number): void => this.#choose(() => (this.amount = value))
    return html`${messageField(texts.message, { value: text, change: write })}
      <div class="row">
        ${numberField(texts.amount, maxCoins, { value: amount, change: pay })}
        ${this.#renderButton()}
      </div>`
  }

  #renderButton(): TemplateResult {
    const { texts } = this
    const cost = this.#cost
    return html`<button
      part="button button--main"
      class="main number"
      aria-disabled=${!this.#isSendable}
    >
      ${texts.send}${cost > 0 ? html` · ${texts.coins(cost)}` : nothing}
    </button>`
  }

  #renderHint(): TemplateResult {
    const { texts, balance } = this
    const missing = this.#cost - (balance ?? Infinity)
    const closed = this.mayTakePart ? (this.#isLive ? '' : texts.onlyLive) : texts.logIn
    return html`${balance === undefined ? nothing : html`<p part="balance" class="hint">${texts.balance(balance)} ${missing > 0 ? texts.missing(missing) : nothing}</p>`}
    ${closed === '' ? nothing : html`<p part="hint" class="hint">${closed}</p>`}`
  }

  /** Changes what will be sent; what was said about the choice before is over. */
  #choose(change: () => void): void {
    change()
    this.refusal = ''
    this.sent = ''
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    if (this.#isSendable) void (this.kind === 'gift' ? this.#sendGift() : this.#sendMessage())
  }

  async #sendGift(): Promise<void> {
    const gift = this.#gift
    if (!gift) return
    const content = { gift: gift.id, quantity: this.quantity, price: gift.price }
    const body = { ...content, key: this.#keys.keyOf({ ...content, room: this.#id }) }
    const params = { id: this.#id }
    const answer = await this.#paid(this.call('POST /api/live/:id/gifts', { params, body }))
    if (answer.kind !== 'done') return
    const { total } = answer.body.combo
    this.combo = { gift: gift.id, total }
    this.#comboEnd.set(performance.now() + comboMs)
    this.sent = this.texts.sent(gift.name, total)
  }

  async #sendMessage(): Promise<void> {
    const content = { text: this.text, coins: this.amount }
    const body = { ...content, key: this.#keys.keyOf({ ...content, room: this.#id }) }
    const params = { id: this.#id }
    const answer = await this.#paid(this.call('POST /api/live/:id/superchats', { params, body }))
    if (answer.kind !== 'done') return
    this.text = ''
    this.sent = this.texts.sentMessage
  }

  /** Waits for the answer of a request that pays. */
  async #paid<Body extends Receipt>(request: Promise<Answer<Body>>): Promise<Answer<Body>> {
    this.busy = true
    this.#choose(() => undefined)
    const answer = await request
    this.busy = false
    this.#keys.settle(answer)
    if (answer.kind === 'done') {
      this.balance = answer.body.balance
      this.dispatchEvent(new DanmuPaidEvent(answer.body))
    } else this.#refuse(answer)
    return answer
  }

  #refuse(answer: Exclude<Answer, { kind: 'done' }>): void {
    const problem = answer.kind === 'silence' ? undefined : answer.problem
    const cause = problem && causeText(problem, this.words)
    const text = cause ?? this.refusalText(answer)
    this.refusal = isUncertain(answer) ? `${text} ${this.texts.uncertain}` : text
    if (answer.kind === 'login') void this.account.ask()
    if (problem?.status === 402) void this.#loadBalance()
    // The catalogue of this page is an older one.
    if (problem?.code === 'price-changed' || problem?.code === 'no-such-gift')
      void this.#loadGifts()
  }

  async #loadGifts(): Promise<void> {
    const answer = await this.call('GET /api/live-gifts')
    if (answer.kind === 'done') {
      const { gifts } = answer.body
      if (this.gifts === undefined) this.refusal = ''
      this.gifts = gifts
      if (!this.#gift) this.chosen = gifts[0]?.id ?? ''
      return
    }
    if (this.gifts === undefined) this.refusal = this.refusalText(answer)
    if (isUncertain(answer) && this.isConnected) this.#retry.set(performance.now() + retryMs)
  }

  async #loadBalance(): Promise<void> {
    const answer = await this.call('GET /api/me/ledger', { query: { limit: 1 } })
    if (answer.kind === 'done') this.balance = answer.body.balance
  }
}

/** The coins that were paid, and those that are left. */
interface Receipt {
  readonly coins: number
  readonly balance: number
}

/** The event after something was sent. */
export class DanmuPaidEvent extends CustomEvent<Receipt> {
  constructor(receipt: Receipt) {
    super('danmu-paid', { bubbles: true, composed: true, detail: receipt })
  }
}

define('danmu-gift-panel', DanmuGiftPanel)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-gift-panel': DanmuGiftPanel
  }
  interface HTMLElementEventMap {
    'danmu-paid': DanmuPaidEvent
  }
}
