import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { parseRoomId } from '../../../../proto/feed/index.ts'
import type { Site } from '../../../../proto/input/site.ts'
import { isChinese, wordsFor } from '../../../locale/index.ts'
import { type PageWords, pageWords, type ProblemFacts } from '../../../locale/page.ts'
import { controlStyles } from '../../../theme/control.css.ts'
import { icon } from '../../../theme/icon.ts'
import { RoomOpenEvent } from '../events.ts'
import { fetchSites, findRoom, type SearchResult } from './room-search.ts'
import { styles } from './studio-room.css.ts'

type Refusal = Extract<SearchResult, { readonly kind: 'refused' }>

const demoRoom = 'demo:busy'

/** The field for a room: opens the room in a text, offers a choice, or shows what to paste. */
export class StudioRoom extends LitElement {
  static override readonly styles = [controlStyles, styles]

  @property() override lang = ''
  /** The open room, or empty. */
  @property() room = ''

  /** The message about the last text; `looking` while the server asks a site. */
  @state() private outcome: Exclude<SearchResult, { kind: 'room' }> | 'looking' | undefined
  @query('#room') private readonly field?: HTMLInputElement

  #sites: readonly Site[] | undefined
  #learning: Promise<readonly Site[] | undefined> | undefined
  /** The number of searches, so that the answer to an older one is dropped. */
  #searches = 0

  override connectedCallback(): void {
    super.connectedCallback()
    void this.#learn()
  }

  protected override render(): TemplateResult {
    const words = wordsFor(pageWords, this.lang)
    const { outcome } = this
    const isBad = outcome !== undefined && outcome !== 'looking' && outcome.kind !== 'choice'
    return html`<form @submit=${(event: SubmitEvent) => this.#submit(event)}>
      <input
        id="room"
        autocomplete="off"
        spellcheck="false"
        aria-label=${words.roomLabel}
        aria-invalid=${isBad}
        aria-describedby="outcome"
        placeholder=${words.roomHint}
        .value=${this.room}
      />
      <button class="primary" type="submit">${words.open}</button>
      <button type="button" class="demo" @click=${() => this.#open(demoRoom)}>
        ${icon('play')}${words.startDemo}
      </button>
      <p class="outcome ${isBad ? 'bad' : ''}" id="outcome" role="alert">${this.#text(words)}</p>
      ${typeof outcome === 'object' && outcome.kind === 'choice' ? this.#renderChoice(outcome.rooms, words) : nothing}
    </form>`
  }

  #renderChoice(rooms: readonly string[], words: PageWords): TemplateResult {
    return html`<div class="choice" role="group" aria-labelledby="outcome">
      ${rooms.map(
        (room) =>
          html`<button type="button" @click=${() => this.#open(room)}>
            ${this.#nameOf(room, words)}
          </button>`,
      )}
    </div>`
  }

  #text(words: PageWords): string {
    const { outcome } = this
    if (outcome === undefined) return ''
    if (outcome === 'looking') return words.roomLooking
    if (outcome.kind === 'choice') return words.whichRoom
    if (outcome.kind === 'refused')
      return words.roomProblem[outcome.code](this.#facts(outcome, words))
    return words.roomProblem[outcome.kind]({ site: '', ref: '', examples: '' })
  }

  /**
   * Returns the values for the text about a refusal: the example of its site, else those of all.
   */
  #facts({ platform = '' }: Refusal, words: PageWords): ProblemFacts {
    const sites = this.#sites ?? []
    const site = sites.find((one) => one.platform === platform)
    const examples = (site?.example === undefined ? sites : [site]).flatMap(({ example, off }) =>
      example !== undefined && !off ? [example] : [],
    )
    return {
      site: site ? this.#worded(site.title) : platform,
      ref: site?.refIs ? this.#worded(site.refIs) : '',
      examples: examples.join(words.or),
    }
  }

  /** Returns the label of a room: `B站 5440`, or the name of a room of this server. */
  #nameOf(room: string, words: PageWords): string {
    const id = parseRoomId(room)
    if (id?.kind !== 'source') return words.ownRoom(room)
    const site = this.#sites?.find(({ platform }) => platform === id.platform)
    return `${site ? this.#worded(site.title) : id.platform} ${id.ref}`
  }

  #worded(text: Site['title']): string {
    return isChinese(this.lang) ? text['zh-CN'] : text.en
  }

  /** Fetches the sites once; again only after the server did not answer. */
  async #learn(): Promise<readonly Site[] | undefined> {
    if (this.#sites) return this.#sites
    this.#learning ??= fetchSites()
    this.#sites = await this.#learning
    if (!this.#sites) this.#learning = undefined
    return this.#sites
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    void this.#search(this.field?.value ?? '')
  }

  async #search(text: string): Promise<void> {
    const search = ++this.#searches
    this.outcome = 'looking'
    const sites = await this.#learn()
    const result = sites ? await findRoom(text, sites) : roomIdIn(text)
    if (search !== this.#searches) return
    if (result.kind === 'room') this.#open(result.room)
    else this.outcome = result
  }

  #open(room: string): void {
    this.#searches += 1
    this.outcome = undefined
    this.dispatchEvent(new RoomOpenEvent(room))
  }
}

/** Reads a room id, the only form that can be read without the server's list of sites. */
function roomIdIn(text: string): SearchResult {
  const room = text.trim()
  const isId = parseRoomId(room) !== undefined && !/^\d+$/.test(room)
  return isId ? { kind: 'room', room } : { kind: 'silence' }
}

customElements.define('studio-room', StudioRoom)

declare global {
  interface HTMLElementTagNameMap {
    'studio-room': StudioRoom
  }
}
