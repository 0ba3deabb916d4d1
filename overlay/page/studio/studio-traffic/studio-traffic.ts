import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import type { FeedEvent } from '../../../../proto/feed/index.ts'
import { wordsFor } from '../../../locale/index.ts'
import { studioWords, type TrafficKind } from '../../../locale/studio.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { ownRecording } from '../traffic/recording-file.ts'
import { NoRecording, type Recorded, readRecording } from '../traffic/recording.ts'
import { Traffic } from '../traffic/traffic.ts'
import { styles } from './studio-traffic.css.ts'

/** The event that is sent with events for the preview. */
export class PreviewEventsEvent extends CustomEvent<readonly FeedEvent[]> {
  constructor(events: readonly FeedEvent[]) {
    super('preview-events', { detail: events })
  }
}

/** The event that is sent when the preview changes its source of events. */
export class TrafficChangeEvent extends CustomEvent<TrafficKind> {
  constructor(kind: TrafficKind) {
    super('traffic-change', { detail: kind })
  }
}

const kinds: readonly TrafficKind[] = ['live', 'made', 'recorded']
const rates = [1, 2, 5, 10, 20, 50, 100, 200, 500] as const
const usualRate = 3 // of the list

/** The choice of the preview's source of events: the room, generated at a rate, or a recording. */
export class StudioTraffic extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  @property() kind: TrafficKind = 'made'
  /** True if a room is open. */
  @property({ type: Boolean }) room = false

  @state() private rate = usualRate
  @state() private recording: readonly Recorded[] = []
  @state() private isBad = false

  readonly #traffic = new Traffic((events) => this.dispatchEvent(new PreviewEventsEvent(events)), {
    now: () => Date.now(),
    random: Math.random,
    every: (ms, call) => {
      const timer = setInterval(call, ms)
      return () => clearInterval(timer)
    },
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#traffic.stop()
  }

  protected override updated(): void {
    if (!this.isConnected) return
    this.#traffic.set(this.kind, rates[this.rate] ?? 1, this.recording)
    if (this.kind === 'recorded' && this.recording.length === 0 && !this.isBad) {
      void this.#load(ownRecording)
    }
  }

  protected override render(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    return html`
      <div class="row" role="group" aria-label=${say.traffic}>
        <div class="kinds" role="radiogroup" aria-label=${say.traffic}>
          ${kinds.map(
            (kind) =>
              html`<label class="chip">
                <input
                  type="radio"
                  name="traffic"
                  .checked=${kind === this.kind}
                  ?disabled=${kind === 'live' && !this.room}
                  @change=${() => this.dispatchEvent(new TrafficChangeEvent(kind))}
                /><span>${say.trafficKinds[kind]}</span>
              </label>`,
          )}
        </div>
        ${this.kind === 'made' ? this.#renderRate() : nothing}
        ${this.kind === 'recorded' ? this.#renderFile() : nothing}
        <button class="small" @click=${() => this.#traffic.burst()}>
          ${icon('zap')}${say.burst}
        </button>
      </div>
      ${this.isBad ? html`<p class="bad" role="alert">${say.recordingBad}</p>` : nothing}
    `
  }

  #renderRate(): TemplateResult {
    const say = wordsFor(studioWords, this.lang)
    const rateText = say.rate(rates[this.rate] ?? 1)
    return html`<label class="rate">
      <span class="quiet">${rateText}</span>
      <input
        type="range"
        min="0"
        max=${rates.length - 1}
        step="1"
        aria-label=${say.perSecond}
        aria-valuetext=${rateText}
        .value=${String(this.rate)}
        @input=${(event: Event) => {
          this.rate = (event.target as HTMLInputElement).valueAsNumber
        }}
      />
    </label>`
  }

  #renderFile(): TemplateResult {
    const take = (event: Event): void => {
      const file = (event.target as HTMLInputElement).files?.[0]
      if (file) {
        void this.#load(async () => readRecording(new Uint8Array(await file.arrayBuffer())))
      }
    }
    return html`<label class="file">
      <input type="file" accept=".gz,.ndjson" @change=${take} />
      <span>${icon('upload')}${wordsFor(studioWords, this.lang).recordingOpen}</span>
    </label>`
  }

  async #load(read: () => Promise<readonly Recorded[]>): Promise<void> {
    try {
      this.recording = await read()
      this.isBad = false
    } catch (error) {
      if (!(error instanceof NoRecording) && !(error instanceof TypeError)) throw error
      this.isBad = true // not a recording, or the server that has it does not answer
    }
  }
}

customElements.define('studio-traffic', StudioTraffic)

declare global {
  interface HTMLElementTagNameMap {
    'studio-traffic': StudioTraffic
  }
  interface HTMLElementEventMap {
    'preview-events': PreviewEventsEvent
    'traffic-change': TrafficChangeEvent
  }
}
