import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import type { FeedState } from '../../../client/reduce.ts'
import { wordsFor } from '../../../locale/index.ts'
import { type PageWords, pageWords } from '../../../locale/page.ts'
import { statusWords } from '../../../locale/status.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { detailsView } from '../../details.ts'
import { problemText } from '../../../api/problem.ts'
import { roomHealth } from '../../room-health.ts'
import type { RoomTrouble } from '../room-controller.ts'
import { coverageFraction } from './coverage-fraction.ts'
import { styles } from './room-state.css.ts'

/** The event that is sent when the user asks for another attempt. */
export class RetryEvent extends CustomEvent<undefined> {
  constructor() {
    super('room-retry', { bubbles: true, composed: true })
  }
}

/** The state of a room in one line, with the server's answer if it refused. */
export class RoomState extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() room = ''
  @property() override lang = ''
  @property({ attribute: false }) state: FeedState | undefined
  /** The reason why there is no connection, if more is known than the socket reports. */
  @property({ attribute: false }) trouble: RoomTrouble | undefined
  /** Events per second. */
  @property({ type: Number }) rate = 0
  /** Seconds since the last event. */
  @property({ attribute: false }) quietSeconds: number | undefined
  /** Returns the seconds until a time on the server's clock. */
  @property({ attribute: false }) secondsUntil: (at: number) => number = () => 0

  protected override render(): TemplateResult {
    const page = wordsFor(pageWords, this.lang)
    const isOpen = this.state?.status.kind === 'open'
    const health = roomHealth(this.state, this.lang)
    const seconds = health.retryAt === undefined ? undefined : this.secondsUntil(health.retryAt)
    return html`
      <div class="line">
        <span class="name"><span class="dot ${health.level}"></span>${this.room}</span>
        <span class="health ${health.level}" role="status">${health.text}</span>
        ${seconds === undefined ? nothing : html`<span class="quiet">${page.retryIn(seconds)}</span>`}
        ${isOpen ? this.#renderFigures(page) : nothing}
        ${isOpen ? detailsView(health.details, this.lang) : nothing}
      </div>
      ${this.#renderTrouble(page)}
    `
  }

  #renderFigures(page: PageWords): readonly TemplateResult[] {
    const sources = Object.values(this.state?.sources ?? {})
    const online = sources.map(({ stats }) => stats?.online).find((people) => people !== undefined)
    const parts = sources.flatMap(({ source, stats }) => {
      const part = stats?.coverage && coverageFraction(stats.coverage.share)
      return part ? [page.coverage(part, source?.login === 'guest')] : []
    })
    const limits = new Set(sources.flatMap(({ source }) => source?.limits ?? []))
    const status = wordsFor(statusWords, this.lang)
    const missed = this.state?.missed ?? 0
    const figures = [
      status.lastEvent(this.quietSeconds),
      page.rate(this.rate),
      ...(online === undefined ? [] : [page.online(online)]),
      ...(missed === 0 ? [] : [status.missed(missed)]),
      ...[...limits].map((limit) => status.limits[limit]),
      ...parts,
    ]
    return figures.map((figure) => html`<span class="quiet figure">${figure}</span>`)
  }

  #renderTrouble(page: PageWords): TemplateResult | typeof nothing {
    const problem = this.#trouble(page)
    if (problem === undefined) return nothing
    return html`
      <div class="panel trouble" role="alert">
        <div>
          <strong>${problem.title}</strong><br />${problem.text}
          ${detailsView(problem.details, this.lang)}
        </div>
        <button class="small" @click=${() => this.dispatchEvent(new RetryEvent())}>
          ${page.retry}
        </button>
      </div>
    `
  }

  #trouble(page: PageWords): Trouble | undefined {
    const status = this.state?.status
    if (status?.kind === 'refused') {
      const { text, details } = roomHealth(this.state, this.lang)
      return { title: page.refusedTitle, text, details }
    }
    if (this.trouble?.kind === 'answer') {
      const { problem } = this.trouble
      const text = problemText(problem, this.lang)
      return { title: page.refusedTitle, text, details: problem.details }
    }
    if (this.trouble?.kind === 'silence') return { title: page.silentTitle, text: page.silentHint }
    return undefined
  }
}

interface Trouble {
  readonly title: string
  readonly text: string
  readonly details?: string | undefined
}

customElements.define('room-state', RoomState)

declare global {
  interface HTMLElementTagNameMap {
    'room-state': RoomState
  }
  interface HTMLElementEventMap {
    'room-retry': RetryEvent
  }
}
