import '../host-broadcast/host-broadcast.ts'
import '../host-details/host-details.ts'
import '../host-people/host-people.ts'
import '../host-rooms/host-rooms.ts'
import '../host-rules/host-rules.ts'
import { css, html, LitElement, nothing, type TemplateResult } from 'lit'
import { state } from 'lit/decorators.js'
import { coinWords } from '../../../locale/coin.ts'
import { hostWords } from '../../../locale/host.ts'
import { wordsFor } from '../../../locale/index.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { type Answer, api, type LiveRoom } from '../../api.ts'
import { readLiveAddress } from '../../live/live-address.ts'
import { frameStyles } from '../../page-frame.css.ts'
import { describePage, pageHeader, pageLanguage } from '../../page-frame.ts'
import { troubleView } from '../../problem-view.ts'
import type { RoomChangeEvent } from '../host-section.ts'

// One column on a phone, two on a screen.
const columns = css`
  main > div {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
  }

  host-rooms {
    display: grid;
    gap: 1rem;
  }

  @media (min-width: 52rem) {
    main {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`

const lists = ['moderators', 'members', 'bans'] as const

/** The page of a host: the live rooms of the account, or one of them with everything about it. */
export class HostApp extends LitElement {
  static override readonly styles = [controlStyles, frameStyles, columns]

  readonly #address = readLiveAddress(location, 'host')

  @state() private language = pageLanguage()
  @state() private answer: Answer<LiveRoom> | undefined
  /** False with the embedded database, which may lose the newest gifts. */
  @state() private durable = true

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#askLedger()
    if (this.#address.id !== '') void this.#load()
  }

  protected override updated(): void {
    describePage(this.#title, this.language)
  }

  protected override render(): TemplateResult {
    const { language } = this
    return html`
      ${pageHeader(this.#title, language, (next) => (this.language = next))}
      ${troubleView(this.answer, language)}
      ${this.durable ? nothing : html`<p class="trouble">${wordsFor(coinWords, language).lossy}</p>`}
      <main @room-change=${({ detail }: RoomChangeEvent) => this.#adopt(detail)}>
        ${
          this.#address.id === ''
            ? html`<host-rooms .lang=${language}></host-rooms>`
            : this.#renderRoom(this.#room)
        }
      </main>
    `
  }

  get #room(): LiveRoom | undefined {
    return this.answer?.kind === 'done' ? this.answer.body : undefined
  }

  get #title(): string {
    return this.#room?.broadcast.title ?? wordsFor(hostWords, this.language).rooms
  }

  #renderRoom(room: LiveRoom | undefined): TemplateResult | typeof nothing {
    if (!room) return nothing
    const { language } = this
    return html`<div>
        <host-broadcast .lang=${language} .room=${room}></host-broadcast>
        <host-details .lang=${language} .room=${room}></host-details>
        <host-rules .lang=${language} .room=${room}></host-rules>
      </div>
      <div>
        ${lists.map(
          (list) => html`<host-people .lang=${language} .room=${room} .list=${list}></host-people>`,
        )}
      </div>`
  }

  async #askLedger(): Promise<void> {
    const answer = await api('GET /api/me/ledger', { query: { limit: 1 } })
    if (answer.kind === 'done') this.durable = answer.body.durable
  }

  async #load(): Promise<void> {
    this.answer = await api('GET /api/live/:id', { params: { id: this.#address.id } })
  }

  #adopt(room: LiveRoom): void {
    this.answer = { kind: 'done', body: room }
  }
}

customElements.define('host-app', HostApp)

declare global {
  interface HTMLElementTagNameMap {
    'host-app': HostApp
  }
}
