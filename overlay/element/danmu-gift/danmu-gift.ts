import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { repeat } from 'lit/directives/repeat.js'
import type { FeedEvent, GiftEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import { streakKey } from '../../client/streak.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { giftOptions } from '../../option/gift.ts'
import { define } from '../define.ts'
import { ownAddress } from '../base/address.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { avatar, picture } from '../base/user-parts.ts'
import { createSeenIds } from '../base/seen-ids.ts'
import { streakDetails } from '../base/streak-details.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'
import type { Target } from '../base/target.ts'
import { state } from '../property.ts'
import { createChime } from './chime.ts'
import { styles } from './danmu-gift.css.ts'
import {
  type Card,
  changesAt,
  addGift,
  type GiftCards,
  leavesAt,
  leavingMs,
  expire,
  shownCards,
  withoutGifts,
} from './gift-cards.ts'
import { type Effect, effectOf, type EffectRule, queued, readRules } from './effect.ts'

const ownKinds = 'gift'
const effectsRemembered = 500 // streaks: each has its effect once

/**
 * Gifts as cards: one for each streak, which grows however many messages report it. The dearest
 * stay longest, and may have an effect of the page's own over the whole element. The element takes
 * the height of its parent, or 240 pixels if the parent has none.
 *
 * @csspart stack - all cards
 * @csspart card - one; also `card--tier-0` … `card--tier-6` by the value of the streak, and `card--dear` from `3` on
 * @csspart avatar, author, gift, amount, image, count - the contents of a card; the count of a dear one is also `count--dear`
 * @csspart ring - the animation of a dear gift
 * @csspart effect - the video or picture of an effect; a picture is also `effect--picture`, or `effect--gift` if it is that of the gift
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - cards
 * @cssproperty --danmu-text, --danmu-name, --danmu-quiet, --danmu-text-shadow - the text
 * @cssproperty --danmu-paid-1, --danmu-paid-2, --danmu-paid-3, --danmu-paid-4, --danmu-paid-5, --danmu-paid-6 - price tiers
 * @cssproperty --danmu-on-paid, --danmu-on-gold - text on those
 * @cssproperty --danmu-shade, --danmu-on-shade - set by the element on cards, read-only: the colour of the tier, and that of text on it
 */
export class DanmuGift
  extends FeedElement
  implements Omit<OptionProperties<typeof giftOptions>, 'effects'>
{
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = {
    ...propertiesOf(giftOptions),
    effects: {
      converter: {
        fromAttribute: (text: string | null): readonly EffectRule[] => readRules(text ?? ''),
      },
      initial: [],
    },
  }

  /** The maximum number of cards on the screen. */
  declare max: number

  /** The volume of new cards and effects, 0 (silent) to 1. */
  declare volume: number

  /**
   * Videos, moving pictures and sounds for gifts, as JSON in the attribute: a list of `{"gift":
   * "name or id", "minValue": 100, "url": "rocket.webm", "sound": "rocket.mp3", "seconds": 5}`, in
   * which each field is optional. The first match applies; without `url` the picture of the gift
   * itself is shown large.
   */
  declare effects: readonly EffectRule[]

  @state() private deck: GiftCards = []
  @state() private playing: Effect | undefined

  readonly #alarm = createAlarm(() => this.#settle())
  readonly #effectAlarm = createAlarm(() => this.#playNext())
  readonly #chime = createChime()
  readonly #effectOnce = createSeenIds(effectsRemembered)
  #waiting: readonly Effect[] = []

  protected override get ownKinds(): string {
    return ownKinds
  }

  override clear(): void {
    this.deck = []
    this.#waiting = []
    this.#playNext()
    this.#alarm.set(undefined)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.clear()
  }

  protected override show(event: FeedEvent, live: boolean): void {
    if (event.type !== 'gift') return
    const known = this.deck.length
    this.deck = addGift(this.deck, event, performance.now())
    const card = this.deck.find(({ streak }) => streak.key === streakKey(event))
    if (card && live) {
      if (this.deck.length > known) this.#chime(card.tier, this.volume)
      this.#startEffect(event, card)
    }
    this.#settle()
  }

  protected override withdraw(target: Target): void {
    this.deck = withoutGifts(this.deck, target)
    this.#settle()
  }

  protected override render(): TemplateResult {
    const cards = shownCards(this.deck)
    return html`<div part="stack" class="stack">
        ${repeat(
          cards,
          ({ streak }) => streak.key,
          (card) => this.#renderCard(card),
        )}
      </div>
      ${this.#renderEffect()}`
  }

  #renderCard(card: Card): TemplateResult {
    const { streak, tier } = card
    const { user, gift } = streak.event
    const { words } = this
    const dear = (part: string): string => (tier > 2 ? `${part}--dear` : '')
    const leaving = leavesAt(card) - leavingMs <= performance.now()
    return html`<div
      part="card card--tier-${tier} ${dear('card')}"
      class="card plate edge tier-${tier} ${leaving ? 'leaving' : ''}"
    >
      ${keyed(tier, tier > 1 ? html`<i part="ring" class="ring"></i>` : nothing)} ${avatar(user)}
      <div class="who">
        <div part="author" class="author">${nameOf(user, words)}</div>
        <div part="gift" class="gift">${words.gift('', giftNameOf(gift, words)).trim()}</div>
        <div part="amount" class="amount number">${streakDetails(streak, words)}</div>
      </div>
      ${picture(gift.image, 'image', '')}
      ${keyed(
        streak.total,
        html`<span part="count ${dear('count')}" class="count number"
          ><small>×</small>${streak.total}</span
        >`,
      )}
    </div>`
  }

  #renderEffect(): TemplateResult | typeof nothing {
    const { playing } = this
    const src = playing && ownAddress(playing.url, document.baseURI)
    if (!playing || src === undefined) return nothing
    const end = (): void => this.#playNext()
    const element =
      playing.kind === 'video'
        ? html`<video
            part="effect"
            class="effect"
            src=${src}
            autoplay
            playsinline
            .muted=${this.volume <= 0}
            .volume=${this.#loudness}
            @ended=${end}
            @error=${end}
          ></video>`
        : html`<img
            part="effect effect--${playing.kind}"
            class="effect ${playing.kind}"
            src=${src}
            alt=""
            referrerpolicy="no-referrer"
            @error=${end}
          />`
    return html`${keyed(playing, html`${element}${this.#renderSound(playing)}`)}`
  }

  #renderSound({ sound = '' }: Effect): TemplateResult | typeof nothing {
    const src = sound === '' ? undefined : ownAddress(sound, document.baseURI)
    if (src === undefined || this.volume <= 0) return nothing
    return html`<audio src=${src} autoplay .volume=${this.#loudness}></audio>`
  }

  get #loudness(): number {
    return Math.min(1, Math.max(0, this.volume))
  }

  #settle(): void {
    const now = performance.now()
    this.deck = expire(this.deck, now, Math.max(1, this.max))
    this.#alarm.set(changesAt(this.deck, now))
  }

  #startEffect(event: GiftEvent, { streak }: Card): void {
    const { key, value } = streak
    const effect = effectOf(event, { key, cents: weightOf(value), rules: this.effects })
    if (!effect || this.still || !this.#effectOnce.isNew(`${key} ${effect.url}`)) return
    this.#waiting = queued(this.#waiting, effect)
    if (!this.playing) this.#playNext()
  }

  #playNext(): void {
    const [next, ...rest] = this.#waiting
    this.#waiting = rest
    this.playing = next
    this.#effectAlarm.set(next && performance.now() + next.lastsMs)
  }
}

define('danmu-gift', DanmuGift)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-gift': DanmuGift
  }
}
