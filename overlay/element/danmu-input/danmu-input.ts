import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { RoomEvent } from '../../../proto/feed/index.ts'
import { maxCommentCharacters } from '../../../proto/input/comment-line.ts'
import type { Answer } from '../../api/request.ts'
import { inputOptions } from '../../option/input.ts'
import { createAlarm } from '../base/alarm.ts'
import { baseStyles } from '../base/base.css.ts'
import { FeedController } from '../base/feed-controller.ts'
import { fieldStyles } from '../base/field.css.ts'
import { LiveElement } from '../base/live-element.ts'
import { liveRoomOf } from '../base/live-room.ts'
import { propertiesOf } from '../base/option-property.ts'
import type { DanmuReplyEvent, ReplyTarget } from '../danmu-chat/live-part.ts'
import { define } from '../define.ts'
import { state } from '../property.ts'
import { styles } from './danmu-input.css.ts'
import { causeText, closedText, draftOf } from './writing.ts'

/** A refusal that is shown. */
interface Refusal {
  readonly text: string
  /** The end of the time to wait, as in `performance.now()`; undefined if no time helps. */
  readonly until?: number
}

const secondMs = 1_000
const countedFrom = 150 // characters

/**
 * The input of comments into a live room: Enter or the button sends. A comment that is refused stays in
 * the field, with the cause and the time until the next try. In a room that has a live room among its
 * sources, comments go to that one. A reply that a `<danmu-chat reply>` of the page begins is written here.
 *
 * @fires danmu-sent - after a comment was accepted; `detail` is `{ text }`
 * @csspart form, field, button - the form and its contents; the button is also `button--main`
 * @csspart reply - whom the comment answers, with the button that makes it a comment of its own
 * @csspart count - the number of characters, of long texts
 * @csspart hint - the reason why writing is not possible now, or the time until the next try
 * @csspart refusal - the reason why the comment was refused
 * @cssproperty --danmu-size - size of the text
 * @cssproperty --danmu-plate, --danmu-border, --danmu-radius - field and button
 * @cssproperty --danmu-text, --danmu-quiet, --danmu-danger - the text
 * @cssproperty --danmu-accent, --danmu-on-accent - the button
 */
export class DanmuInput extends LiveElement {
  static override readonly styles = [baseStyles, fieldStyles, styles]
  static override readonly properties = propertiesOf(inputOptions)

  @state() private text = ''
  @state() private busy = false
  @state() private refusal: Refusal | undefined
  /** The comment that is answered. */
  @state() private reply: ReplyTarget | undefined

  readonly #feed = new FeedController(this, { receive: () => undefined })
  readonly #alarm = createAlarm(() => this.#countDown())

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('danmu-reply', this.#answer)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('danmu-reply', this.#answer)
    this.#alarm.set(undefined)
  }

  protected override updated(changed: PropertyValues): void {
    const field = this.#field
    if (!field || !changed.has('text')) return
    field.style.height = 'auto'
    if (field.scrollHeight > 0) field.style.height = `${field.scrollHeight + 2}px` // and the border
  }

  protected override render(): TemplateResult {
    const { words, text, busy } = this
    const { characters, sendable } = draftOf(text)
    const isClosed = closedText(this.#room, words) !== undefined
    const waits = this.#waitSeconds > 0
    return html`${this.#renderReply()}
      <form part="form" @submit=${(event: SubmitEvent) => this.#submit(event)}>
        <div class="box">
          <textarea
            part="field"
            rows="1"
            enterkeyhint="send"
            aria-label=${words.comment}
            aria-invalid=${characters > maxCommentCharacters}
            aria-describedby="below"
            placeholder=${this.#placeholder}
            .value=${text}
            ?disabled=${isClosed || !this.mayTakePart}
            @input=${() => this.#edited()}
            @keydown=${(event: KeyboardEvent) => this.#pressed(event)}
          ></textarea>
          ${characters < countedFrom ? nothing : this.#renderCount(characters)}
        </div>
        <button
          part="button button--main"
          class="main number"
          ?disabled=${busy || waits || isClosed || !sendable || !this.mayTakePart}
        >
          ${words.send}
        </button>
      </form>
      <div id="below" class="below">${this.#renderBelow()}</div>`
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  /** The id of the live room. */
  get #id(): string {
    return liveRoomOf(this.src, this.#feed.feed) ?? ''
  }

  /** The newest `room` event of the live room. */
  get #room(): RoomEvent | undefined {
    const { feed } = this.#feed
    return feed.sources[`live:${this.#id}`]?.room
  }

  get #placeholder(): string {
    const { words } = this
    const slowMs = this.#room?.rules?.slowMs ?? 0
    return slowMs > 0 ? words.slow(Math.ceil(slowMs / secondMs)) : words.write
  }

  get #waitSeconds(): number {
    const { until = 0 } = this.refusal ?? {}
    return Math.max(0, Math.ceil((until - performance.now()) / secondMs))
  }

  #renderReply(): TemplateResult | typeof nothing {
    const { words, reply } = this
    if (!reply) return nothing
    return html`<div part="reply" class="reply">
      <span class="hint">${words.replyTo(reply.name)}</span>
      <button part="button" type="button" @click=${() => this.#setReply(undefined)}>
        ${words.cancel}
      </button>
    </div>`
  }

  #renderCount(characters: number): TemplateResult {
    const isOver = characters > maxCommentCharacters
    return html`<span part="count" class="count plate number ${isOver ? 'over' : ''}"
      >${this.words.characters(characters, maxCommentCharacters)}</span
    >`
  }

  #renderBelow(): TemplateResult | typeof nothing {
    const { words, refusal } = this
    if (refusal) {
      const seconds = this.#waitSeconds
      const wait = words.duration(seconds)
      return html`<p part="refusal" class="refusal number" role="alert">${refusal.text}</p>
        ${seconds > 0 ? html`<p part="hint" class="hint number">${words.again(wait)}</p>` : nothing}`
    }
    const hint =
      closedText(this.#room, words) ?? (this.mayTakePart ? undefined : words.loginToWrite)
    return hint === undefined ? nothing : html`<p part="hint" class="hint">${hint}</p>`
  }

  readonly #answer = ({ detail }: DanmuReplyEvent): void => {
    if (detail.id === this.#id) this.#setReply(detail)
  }

  #setReply(reply: ReplyTarget | undefined): void {
    this.reply = reply
    this.#field?.focus()
  }

  #edited(): void {
    this.text = this.#field?.value ?? ''
    if (this.#waitSeconds === 0) this.refusal = undefined
  }

  #pressed(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.reply = undefined
    if (event.key !== 'Enter' || event.shiftKey) return
    // While an input method composes, Enter ends the composition. Safari reports the key after its end,
    // but then with the code of the input method.
    if (event.isComposing || event.keyCode === imeKeyCode) return
    event.preventDefault()
    this.#field?.form?.requestSubmit()
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    if (!this.busy && this.#waitSeconds === 0 && draftOf(this.text).sendable) void this.#send()
  }

  async #send(): Promise<void> {
    const { text, reply } = this
    this.busy = true
    const params = { id: this.#id }
    const body = { text, ...(reply && { replyTo: reply.comment }) }
    const answer = await this.call('POST /api/live/:id/comments', { params, body })
    this.busy = false
    if (answer.kind !== 'done') return this.#refuse(answer)
    this.refusal = undefined
    if (this.text === text) this.text = '' // else the viewer writes the next one
    if (this.reply === reply) this.reply = undefined
    this.dispatchEvent(new DanmuSentEvent(answer.body.text))
  }

  #refuse(answer: Exclude<Answer, { kind: 'done' }>): void {
    const problem = answer.kind === 'silence' ? undefined : answer.problem
    const cause = problem && causeText(problem, this.words)
    const { waitMs } = problem ?? {}
    this.refusal = {
      text: cause ?? this.refusalText(answer),
      ...(waitMs !== undefined && { until: performance.now() + waitMs }),
    }
    this.#countDown()
    if (answer.kind === 'login') void this.account.ask()
  }

  /** Renders each second of the time to wait; after the last one the comment may be sent again. */
  #countDown(): void {
    const { refusal } = this
    if (refusal?.until === undefined) return
    const now = performance.now()
    const restMs = refusal.until - now
    if (restMs <= 0) this.refusal = undefined
    else this.#alarm.set(now + (restMs % secondMs || secondMs))
    this.requestUpdate()
  }
}

const imeKeyCode = 229

/** The event after a comment was accepted. */
export class DanmuSentEvent extends CustomEvent<{ readonly text: string }> {
  constructor(text: string) {
    super('danmu-sent', { bubbles: true, composed: true, detail: { text } })
  }
}

define('danmu-input', DanmuInput)

declare global {
  interface HTMLElementTagNameMap {
    'danmu-input': DanmuInput
  }
  interface HTMLElementEventMap {
    'danmu-sent': DanmuSentEvent
  }
}
