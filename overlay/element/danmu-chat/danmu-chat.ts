import { html, type PropertyValues, type TemplateResult } from 'lit'
import { query } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatEvent, FeedEvent } from '../../../proto/feed/index.ts'
import type { FeedState } from '../../client/reduce.ts'
import type { OptionProperties } from '../../option/declared.ts'
import { chatKinds, chatOptions } from '../../option/chat.ts'
import { define } from '../define.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedElement, insideObs } from '../base/feed-element.ts'
import { propertiesOf } from '../base/option-property.ts'
import { isTarget } from '../base/is-target.ts'
import type { Target } from '../base/target.ts'
import { state } from '../property.ts'
import { styles } from './danmu-chat.css.ts'
import type { LivePart } from './live-part.ts'
import { keyOf, repeated, type Row, rowOf, withGift, withoutTarget, withRow } from './list.ts'
import { rowContent, shadeOfRow } from './row.ts'
import { arrived, emptySmoothing, type Pace, released } from './smooth.ts'
import { filledTemplate } from './template.ts'

/** The figures of a chat list. */
export interface ChatStats {
  /** Chat lines that were left out because they arrived faster than a viewer can read. */
  readonly dropped: number
  readonly queued: number
  /** Rows in the list. */
  readonly visible: number
}

const leastMs = 100 // ten lines a second are the limit for a reader
const nearEndPx = 16

/**
 * The chat as a list that grows at its lower end: lines at an even pace, counted repeats, gifts
 * that grow in place, cards for paid messages and memberships. The element takes the height of its
 * parent, or 320 pixels if the parent has none.
 *
 * A `<template slot="chat">` (or `gift`, `superchat`, `membership`, `note`) among the children
 * replaces the content of such rows; see `filledTemplate`.
 *
 * A pinned comment of a live room is shown above the list.
 *
 * @fires danmu-reply - when a viewer begins a reply; `detail` is `{ id, comment, name }`: the live room, the comment, its author. A `<danmu-input>` of the page takes it
 * @csspart list - the rows
 * @csspart message - a row; also `message--chat`, `--gift`, `--superchat`, `--membership`, `--note`; by the role of its author `message--anchor`, `--admin`, `--vip`, `--crew`; `message--tier-0` … `6` or `message--guard-1` … `3` where something was paid
 * @csspart avatar, header, author, badge, body, text, emote, reply, count, amount, gift-image - the contents of a row; header and text are also `header--chat`, `text--gift` and so on, after the row; a badge is also `badge--anchor`, `--admin`, `--guard-1` … `3` or `--fan`
 * @csspart pin - the pinned comment
 * @csspart tools, tool, refusal - the buttons for a reply and of a moderator in a row, and why the server refused
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius, --danmu-shadow - rows
 * @cssproperty --danmu-text, --danmu-name, --danmu-quiet, --danmu-text-shadow - the text
 * @cssproperty --danmu-accent, --danmu-on-accent, --danmu-badge - counts and badges
 * @cssproperty --danmu-shade, --danmu-on-shade - set by the element on paid rows, read-only: the colour of the row, and that of text on it
 * @cssproperty --danmu-chat-gap - between two rows
 * @cssproperty --danmu-chat-fade - height of the upper edge where rows vanish
 */
export class DanmuChat extends FeedElement implements OptionProperties<typeof chatOptions> {
  static override readonly styles = [baseStyles, styles]
  static override readonly properties = {
    ...propertiesOf(chatOptions),
    moderate: { type: Boolean, reflect: true, initial: false },
    reply: { type: Boolean, reflect: true, initial: false },
  }

  /** The maximum number of rows. */
  declare max: number

  /** The maximum delay of a chat line for an even pace, seconds; paid rows have none. */
  declare budget: number

  /** Seconds in which repeated text is merged into the first row; 0 shows each. */
  declare merge: number

  /** Seconds after which a row vanishes; 0 leaves it until newer rows push it out. */
  declare fadeAfter: number

  /** Allows viewers to scroll back and select text. */
  declare interactive: boolean

  /** Offers to delete comments of a live room, to mute and ban their authors, to pin one; for moderators, with `interactive`. */
  declare moderate: boolean

  /** Offers to reply to comments of a live room, with `interactive`. */
  declare reply: boolean

  @state() private rows: readonly Row[] = []
  @query('.view') private readonly view?: HTMLElement
  @query('.list') private readonly list?: HTMLElement

  readonly #alarm = createAlarm(() => this.#release())
  readonly #filled = new WeakMap<Row, HTMLElement>()
  #smoothing = emptySmoothing<Row>()
  #following = true
  /** The height of the view at the last update: a view that has shrunk still follows. */
  #height = 0
  readonly #resized = new ResizeObserver(() => this.requestUpdate())
  #lastKey: string | undefined
  #live: LivePart | undefined

  protected override get ownKinds(): string {
    return chatKinds
  }

  /** The figures of the list. */
  get stats(): ChatStats {
    const { waiting, dropped } = this.#smoothing
    return { dropped, queued: waiting.length, visible: this.rows.length }
  }

  override clear(): void {
    this.rows = []
    this.#smoothing = { ...this.#smoothing, waiting: [] }
    this.#alarm.set(undefined)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resized.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resized.disconnect()
    this.#alarm.set(undefined)
  }

  protected override feedChanged({ sources }: FeedState, before: FeedState): void {
    if (sources === before.sources || this.#live) return
    if (Object.values(sources).some(({ room }) => room?.pin)) void this.#loadLive()
  }

  protected override show(event: FeedEvent, live: boolean): void {
    const growth = { now: performance.now(), max: this.max }
    if (event.type === 'gift') {
      this.rows = withGift(this.rows, event, growth)
      return
    }
    if (event.type === 'chat' && live) return this.#showChat(event, growth.now)
    const row = rowOf(event, growth.now)
    if (row) this.rows = withRow(this.rows, row, growth)
  }

  protected override withdraw(target: Target): void {
    this.rows = withoutTarget(this.rows, target)
    const waiting = this.#smoothing.waiting.filter(({ item }) => !isTarget(item.event, target))
    this.#smoothing = { ...this.#smoothing, waiting }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const { view } = this
    if (!this.#live && (this.moderate || this.reply)) void this.#loadLive()
    this.#following = !view || view.scrollHeight - view.scrollTop - this.#height <= nearEndPx
  }

  protected override updated(): void {
    const { view, list } = this
    if (!view || !list) return
    this.#height = view.clientHeight
    if (this.interactive && this.#following) view.scrollTop = view.scrollHeight
    const known = this.rows.findIndex((row) => keyOf(row) === this.#lastKey)
    const last = this.rows.at(-1)
    this.#lastKey = last && keyOf(last)
    const first = list.children[known + 1]
    if (known >= 0 && first instanceof HTMLElement) this.#slide(list, first)
  }

  protected override render(): TemplateResult {
    const isRead = !insideObs()
    return html`${this.#live?.renderPin()}
      <div class="view" tabindex=${this.interactive ? 0 : -1}>
        <div
          part="list"
          class="list"
          role=${isRead ? 'log' : 'none'}
          aria-label=${this.words.chat}
          aria-live=${isRead ? 'polite' : 'off'}
          aria-relevant="additions"
        >
          ${repeat(this.rows, keyOf, (row) => this.#renderRow(row))}
        </div>
      </div>`
  }

  #renderRow(row: Row): TemplateResult {
    const kind = kindOf(row)
    const shade = shadeOfRow(row)
    const { user } = row.event
    const states = [kind, shade, ...(user?.roles ?? []), user?.guard && 'crew']
    const part = states.map((one) => (one ? ` message--${one}` : '')).join('')
    const fleeting = this.fadeAfter > 0
    return html`<div
      part="message${part}"
      class="message plate ${kind} ${shade ?? ''} ${kind === 'gift' ? 'edge' : ''} ${fleeting ? 'clock fleeting' : ''}"
      .style=${fleeting ? `--stay:${this.fadeAfter}s` : ''}
    >
      ${this.#ownContent(row, kind) ?? rowContent(row, this.words)}
      ${this.#live?.renderTools(row.event)}
    </div>`
  }

  /** Loads what only live rooms of a danmu-relay have. */
  async #loadLive(): Promise<void> {
    const { LivePart } = await import('./live-part.ts')
    this.#live ??= new LivePart(this, () => this.room)
    this.requestUpdate()
  }

  #ownContent(row: Row, kind: string): HTMLElement | undefined {
    const template = this.querySelector(`:scope > template[slot="${kind}"]`)
    if (!(template instanceof HTMLTemplateElement)) return undefined
    const content = this.#filled.get(row) ?? filledTemplate(template, row, this.words)
    this.#filled.set(row, content)
    return content
  }

  #showChat(event: ChatEvent, now: number): void {
    const row = rowOf(event, now)
    if (!row || this.#counted(event, now)) return
    const origin = event.user?.id ?? event.id
    const pace = this.#pace()
    this.#smoothing = arrived(this.#smoothing, { item: row, origin, now, pace })
    this.#release()
  }

  /** Returns true if the text was counted with an equal line that is shown or waits. */
  #counted(event: ChatEvent, now: number): boolean {
    const window = { now, windowMs: this.merge * 1_000 }
    const rows = repeated(this.rows, event, window)
    if (rows) {
      this.rows = rows
      return true
    }
    const { waiting } = this.#smoothing
    const items = waiting.map(({ item }) => item)
    const merged = repeated(items, event, window)
    if (!merged) return false
    const recounted = waiting.map((entry, index) => ({
      ...entry,
      item: merged[index] ?? entry.item,
    }))
    this.#smoothing = { ...this.#smoothing, waiting: recounted }
    return true
  }

  #release(): void {
    const now = performance.now()
    const { smoothing, items, nextAt } = released(this.#smoothing, now, this.#pace())
    this.#smoothing = smoothing
    const growth = { now, max: this.max }
    const add = (rows: readonly Row[], row: Row): readonly Row[] => withRow(rows, row, growth)
    this.rows = items.reduce(add, this.rows)
    this.#alarm.set(nextAt)
  }

  #pace(): Pace {
    return { budgetMs: Math.max(0, this.budget) * 1_000, leastMs }
  }

  /** Animates the rows upwards when new ones arrive, so that they do not jump. */
  #slide(list: HTMLElement, first: HTMLElement): void {
    if (this.still || this.interactive) return
    const shift = list.offsetHeight - first.offsetTop
    list.animate([{ transform: `translateY(${shift}px)` }, { transform: 'none' }], {
      duration: 160,
      easing: 'ease-out',
      composite: 'add',
    })
  }
}

function kindOf({ kind, event }: Row): string {
  if (kind !== 'other') return kind
  return event.type === 'superchat' || event.type === 'membership' ? event.type : 'note'
}

define('danmu-chat', DanmuChat)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-chat': DanmuChat
  }
}
