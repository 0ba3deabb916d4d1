import { html, nothing, type TemplateResult } from 'lit'
import type { FeedEvent, RoomEvent } from '../../../proto/feed/index.ts'
import type { liveCommentApi } from '../../../proto/api/live-comment.ts'
import type { liveModerationApi } from '../../../proto/api/live-moderation.ts'
import type { Sent } from '../../../proto/api/endpoint.ts'
import { problemText } from '../../api/problem.ts'
import { type Answer, request } from '../../api/request.ts'
import type { FeedState } from '../../client/reduce.ts'
import { wordsFor } from '../../locale/index.ts'
import { liveWords, type LiveWords } from '../../locale/live.ts'
import { nameOf } from '../../locale/name.ts'
import { overlayWords } from '../../locale/overlay.ts'
import { problemWords } from '../../locale/problem.ts'
import { liveIdOf, serverOf } from '../base/live-room.ts'
import type { DanmuChat } from './danmu-chat.ts'
import { livePartStyles } from './live-part.css.ts'

type Api = typeof liveCommentApi & typeof liveModerationApi
type Tool = keyof LiveWords['tools']

/** The comment of a row, as the endpoints name it. */
interface Comment {
  /** The id of the live room. */
  readonly id: string
  readonly comment: string
  readonly account: string
}

/** The comment that a viewer answers. */
export interface ReplyTarget extends Pick<Comment, 'id' | 'comment'> {
  /** The name of its author. */
  readonly name: string
}

/** The event with which a viewer begins a reply; the input of the same live room takes it. */
export class DanmuReplyEvent extends CustomEvent<ReplyTarget> {
  constructor(target: ReplyTarget) {
    super('danmu-reply', { bubbles: true, composed: true, detail: target })
  }
}

/** An action of a moderator on a comment. */
interface Progress {
  readonly tool: Tool
  readonly kind: 'asked' | 'busy' | 'done' | 'refused'
  /** The reason of a refusal. */
  readonly text?: string
}

const muteMinutes = 10
const tools = ['pin', 'delete', 'mute', 'ban'] as const satisfies readonly Tool[]

/** The parts of a chat for live rooms only: the pinned comment, the buttons for replies and moderation. */
export class LivePart {
  readonly #host: DanmuChat
  readonly #feed: () => { readonly feed: FeedState; readonly language: string }
  #progress: ReadonlyMap<string, Progress> = new Map()

  constructor(
    host: DanmuChat,
    feed: () => { readonly feed: FeedState; readonly language: string },
  ) {
    this.#host = host
    this.#feed = feed
    const root = host.shadowRoot
    const { styleSheet } = livePartStyles
    if (root && styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet]
  }

  /** Renders the pinned comment of the room. */
  renderPin(): TemplateResult | typeof nothing {
    const { feed, language } = this.#feed()
    const rooms = Object.values(feed.sources).flatMap(({ room }) => room ?? [])
    const room = rooms.find(({ pin }) => pin !== undefined)
    if (!room?.pin) return nothing
    const words = this.#words
    const name = nameOf(room.pin.user, wordsFor(overlayWords, language))
    return html`<div part="pin" class="pin" role="note" aria-label=${words.pinned}>
      <div class="line" tabindex="0"><b>${name}</b> ${room.pin.text}</div>
      ${
        this.#host.moderate
          ? html`<button part="tool" @click=${() => void this.#unpin(room)}>${words.unpin}</button>`
          : nothing
      }
    </div>`
  }

  /** Renders the buttons for a row; nothing if there are none, or it is no comment of a live room. */
  renderTools(event: FeedEvent): TemplateResult | typeof nothing {
    const comment = commentOf(event)
    const { moderate, reply } = this.#host
    if (!comment || !(moderate || reply)) return nothing
    const { language } = this.#feed()
    const words = this.#words
    const progress = this.#progress.get(event.id)
    const name = nameOf(event.user, wordsFor(overlayWords, language))
    const answer = (): unknown =>
      this.#host.dispatchEvent(new DanmuReplyEvent({ ...comment, name }))
    const label = (tool: Tool): string =>
      progress?.tool === tool && progress.kind === 'asked' ? words.really : words.tools[tool]
    return html`<div
      part="tools"
      class="tools ${progress ? 'busy' : ''}"
      role="group"
      aria-label=${moderate ? words.toolsFor(name) : name}
    >
      ${
        reply
          ? html`<button part="tool" aria-label=${words.replyTo(name)} @click=${answer}>
              ${words.reply}
            </button>`
          : nothing
      }
      ${(moderate ? tools : []).map(
        (tool) =>
          html`<button
            part="tool"
            ?disabled=${progress?.kind === 'busy'}
            @click=${() => this.#press(tool, event.id, comment)}
          >
            ${label(tool)}
          </button>`,
      )}
      ${this.#renderOutcome(progress)}
    </div>`
  }

  get #words(): LiveWords {
    return wordsFor(liveWords, this.#feed().language)
  }

  #renderOutcome(progress: Progress | undefined): TemplateResult | typeof nothing {
    if (progress?.kind === 'refused') {
      return html`<p part="refusal" class="refusal" role="alert">${progress.text}</p>`
    }
    return progress?.kind === 'done'
      ? html`<p role="status">${this.#words.done[progress.tool]}</p>`
      : nothing
  }

  #press(tool: Tool, row: string, comment: Comment): void {
    const before = this.#progress.get(row)
    if (tool === 'ban' && before?.kind !== 'asked') {
      this.#set(row, { tool, kind: 'asked' })
      return
    }
    void this.#run(tool, row, () => this.#send(tool, comment))
  }

  async #run(tool: Tool, row: string, send: () => Promise<Answer>): Promise<void> {
    this.#set(row, { tool, kind: 'busy' })
    const answer = await send()
    if (answer.kind === 'done') this.#set(row, { tool, kind: 'done' })
    else this.#set(row, { tool, kind: 'refused', text: this.#refusalText(answer) })
  }

  #send(tool: Tool, { id, comment, account }: Comment): Promise<Answer> {
    switch (tool) {
      case 'pin':
        return this.#call('PUT /api/live/:id/pin', { params: { id }, body: { comment } })
      case 'delete':
        return this.#call('DELETE /api/live/:id/comments/:comment', { params: { id, comment } })
      case 'mute':
        return this.#call('PUT /api/live/:id/bans/:account', {
          params: { id, account },
          body: { minutes: muteMinutes },
        })
      case 'ban':
        return this.#call('PUT /api/live/:id/bans/:account', {
          params: { id, account },
          body: { retract: true },
        })
    }
  }

  async #unpin({ source, id: row }: RoomEvent): Promise<void> {
    const id = liveIdOf(source) ?? ''
    await this.#run('pin', row, () => this.#call('DELETE /api/live/:id/pin', { params: { id } }))
  }

  #call<K extends keyof Api>(endpoint: K, ...given: Sent<Api[K]>): Promise<Answer> {
    return request<Api[K]>(serverOf(this.#host.src, document.baseURI), endpoint, ...given)
  }

  #refusalText(answer: Exclude<Answer, { kind: 'done' }>): string {
    const { language } = this.#feed()
    return answer.kind === 'silence'
      ? wordsFor(problemWords, language).unreachable
      : problemText(answer.problem, language)
  }

  #set(row: string, progress: Progress): void {
    // Only the newest rows are in the list.
    this.#progress = new Map([...this.#progress, [row, progress] as const].slice(-remembered))
    this.#host.requestUpdate()
  }
}

const remembered = 200

declare global {
  interface HTMLElementEventMap {
    'danmu-reply': DanmuReplyEvent
  }
  interface DocumentEventMap {
    'danmu-reply': DanmuReplyEvent
  }
}

/** Returns the comment of a row; undefined for rows of other platforms. */
function commentOf({ type, id: event, source, user }: FeedEvent): Comment | undefined {
  const [id, comment, account] = [source, event, user?.id].map(liveIdOf)
  if (type !== 'chat' || !id || !comment || !account) return undefined
  return { id, comment, account }
}
