import { html, nothing, type TemplateResult } from 'lit'
import { guard } from 'lit/directives/guard.js'
import { keyed } from 'lit/directives/keyed.js'
import { repeat } from 'lit/directives/repeat.js'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { superchatKinds, superchatOptions } from '../../option/superchat.ts'
import { define } from '../define.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement, insideObs } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { avatar } from '../base/user-parts.ts'
import { nameOf } from '../../locale/name.ts'
import type { Target } from '../base/target.ts'
import { tierOf } from '../../danmaku/line-kind.ts'
import { type Shade, shadeOf } from '../base/tier.ts'
import { state } from '../property.ts'
import { styles } from './danmu-superchat.css.ts'
import {
  emptyTicker,
  type Pin,
  type Pinnable,
  pinned,
  type Ticker,
  turned,
  turnsAt,
  withdrawn,
} from './ticker.ts'

/**
 * Paid messages: each is shown on a card once, and stays pinned as a chip for the paid time.
 * `kinds="superchat membership"` pins memberships too.
 *
 * @csspart ticker - the row of chips
 * @csspart chip - one; also `chip--tier-1` … `6` or `chip--guard-1` … `3`
 * @csspart card - the message on the card; also `card--tier-1` … `6` or `card--guard-1` … `3`
 * @csspart header, avatar, author, amount, body, text, translation - the contents of chips and cards
 * @csspart bar - shrinks with the remaining time; also `bar--chip` or `bar--card`
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-paid-1 … --danmu-paid-6, --danmu-guard-1, --danmu-guard-2, --danmu-guard-3 - tiers
 * @cssproperty --danmu-on-paid, --danmu-on-gold - text on those
 * @cssproperty --danmu-shade, --danmu-on-shade - set by the element on chips and cards, read-only: the colour of the chip or card, and that of text on it
 * @cssproperty --danmu-radius, --danmu-shadow - cards
 */
export class DanmuSuperchat
  extends FeedElement
  implements OptionProperties<typeof superchatOptions>
{
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = propertiesOf(superchatOptions)

  /** The maximum number of pinned messages. */
  declare max: number

  @state() private ticker: Ticker = emptyTicker

  readonly #alarm = createAlarm(() => this.#adopt(turned(this.ticker, performance.now())))

  protected override get ownKinds(): string {
    return superchatKinds
  }

  override clear(): void {
    this.#adopt(emptyTicker)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#adopt(turned(this.ticker, performance.now()))
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#alarm.set(undefined)
  }

  protected override show(event: FeedEvent, live: boolean): void {
    if (event.type !== 'superchat' && event.type !== 'membership') return
    // Only missed events use the server's clock, which may differ from ours.
    const ageMs = live ? 0 : Math.max(1, Date.now() - event.receivedAt)
    this.#adopt(pinned(this.ticker, event, { now: performance.now(), ageMs, max: this.max }))
  }

  protected override withdraw(target: Target): void {
    this.#adopt(withdrawn(this.ticker, target, performance.now()))
  }

  protected override render(): TemplateResult {
    const { pins, reading } = this.ticker
    return html`<div part="ticker" class="ticker" role="list" aria-label=${this.words.superchats}>
        ${repeat(
          pins,
          ({ event }) => event.id,
          (pin) => this.#renderChip(pin),
        )}
      </div>
      <div class="stage" role=${insideObs() ? 'none' : 'status'}>
        ${
          reading
            ? keyed(reading.pin.event.id, this.#renderCard(reading.pin.event, reading))
            : nothing
        }
      </div>`
  }

  #renderChip({ event, pinnedAt, endsAt }: Pin): TemplateResult {
    const shade = shadeOfPin(event)
    const { user, value } = event
    const text = value && weightOf(value) > 0 ? this.words.money(value) : nameOf(user, this.words)
    return html`<div part="chip chip--${shade}" class="chip ${shade}" role="listitem">
      ${bar('chip', pinnedAt, endsAt)}${avatar(user)}<span part="amount" class="amount number"
        >${text}</span
      >
    </div>`
  }

  #renderCard(
    event: Pinnable,
    { since, until }: { readonly since: number; readonly until: number },
  ): TemplateResult {
    const shade = shadeOfPin(event)
    const { words } = this
    const { user, value } = event
    const name = nameOf(user, words)
    const text = event.type === 'superchat' ? event.text : words.membership('', event).trim()
    const translation = event.type === 'superchat' ? event.translation : undefined
    return html`<div part="card card--${shade}" class="card ${shade}">
      <div part="header" class="header">
        ${avatar(user)}
        <span part="author" class="author">${name}</span>
        <span part="amount" class="amount number"
          >${value && weightOf(value) > 0 ? words.money(value) : nothing}</span
        >
      </div>
      <div part="body" class="body">
        <div part="text" class="text">${text}</div>
        ${
          translation === undefined
            ? nothing
            : html`<div part="translation" class="translation">${translation}</div>`
        }
      </div>
      ${bar('card', since, until)}
    </div>`
  }

  #adopt(ticker: Ticker): void {
    this.ticker = ticker
    this.#alarm.set(turnsAt(ticker))
  }
}

/**
 * Renders a bar that ends at `endsAt`; one that is rendered late starts at its current position.
 */
function bar(of: 'chip' | 'card', startedAt: number, endsAt: number): unknown {
  const timing = `animation-duration:${endsAt - startedAt}ms;animation-delay:${startedAt - performance.now()}ms`
  // Once only: the delay of a later rendering would restart the bar.
  return guard(
    [startedAt, endsAt],
    () => html`<i part="bar bar--${of}" class="bar clock" .style=${timing}></i>`,
  )
}

function shadeOfPin(event: Pinnable): Shade {
  return event.type === 'superchat' ? `tier-${tierOf(weightOf(event.value)) || 1}` : shadeOf(event)
}

define('danmu-superchat', DanmuSuperchat)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-superchat': DanmuSuperchat
  }
}
