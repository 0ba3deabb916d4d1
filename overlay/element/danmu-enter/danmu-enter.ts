import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { enterKinds, enterOptions } from '../../option/enter.ts'
import { define } from '../define.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { avatar, ranks } from '../base/user-parts.ts'
import { nameOf } from '../../locale/name.ts'
import type { Target } from '../base/target.ts'
import { state } from '../property.ts'
import { styles } from './danmu-enter.css.ts'
import {
  came,
  emptyGreetingQueue,
  type GreetingQueue,
  type Guest,
  isDistinguished,
  turned,
  turnsAt,
  withdrawn,
} from './greeting-queue.ts'

/**
 * Greets viewers that enter: one line that changes, with guards on a band of their colour.
 * `kinds="enter follow share"` shows new followers and shares too.
 *
 * @csspart guest - the line; also `guest--enter`, `--follow`, `--share` or `--like`, and `guest--crew` and `guest--guard-1` … `3` for guards, `guest--plain` for others
 * @csspart avatar, badge, author, others, deed - its contents
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - the line
 * @cssproperty --danmu-text, --danmu-name, --danmu-text-shadow - the text
 * @cssproperty --danmu-guard-1, --danmu-guard-2, --danmu-guard-3 - guards
 * @cssproperty --danmu-shade, --danmu-on-shade - set by the element on the lines of guards, read-only: the colour of the line, and that of text on it
 */
export class DanmuEnter extends FeedElement implements OptionProperties<typeof enterOptions> {
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = propertiesOf(enterOptions)

  @state() private greeting: GreetingQueue = emptyGreetingQueue

  readonly #alarm = createAlarm(() => this.#adopt(turned(this.greeting, performance.now())))

  protected override get ownKinds(): string {
    return enterKinds
  }

  override clear(): void {
    this.#adopt(emptyGreetingQueue)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.clear()
  }

  protected override show(event: FeedEvent, live: boolean): void {
    if (!live) return // missed entries are not greeted
    if (
      event.type === 'enter' ||
      event.type === 'follow' ||
      event.type === 'share' ||
      event.type === 'like'
    ) {
      this.#adopt(came(this.greeting, event, performance.now()))
    }
  }

  protected override withdraw(target: Target): void {
    this.#adopt(withdrawn(this.greeting, target, performance.now()))
  }

  protected override render(): TemplateResult {
    const { current } = this.greeting
    return html`${current ? keyed(current.event.id, this.#renderGuest(current)) : nothing}`
  }

  #renderGuest({ event, others }: Guest): TemplateResult {
    const { words } = this
    const { user, type } = event
    const shade = user?.guard ? `guard-${user.guard}` : ''
    return html`<div
      part="guest guest--${type} ${shade ? `guest--crew guest--${shade}` : 'guest--plain'}"
      class="guest plate ${shade} ${isDistinguished(event) ? 'distinguished' : ''}"
    >
      ${avatar(user)}
      <span class="line"
        >${ranks(user, words)}<span part="author" class="author">${nameOf(user, words)}</span>
        ${others > 0 ? html`<span part="others">${words.andOthers(others)}</span>` : nothing}
        <span part="deed" class="deed">${words.deeds[type]}</span></span
      >
    </div>`
  }

  #adopt(greeting: GreetingQueue): void {
    this.greeting = greeting
    this.#alarm.set(turnsAt(greeting))
  }
}

define('danmu-enter', DanmuEnter)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-enter': DanmuEnter
  }
}
