import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { type Answer, api } from '../../api.ts'
import { fieldsOf } from '../../form-section.ts'
import { HostSection } from '../host-section.ts'

/** A list of people of a room. */
export type PeopleList = 'moderators' | 'members' | 'bans'

/** An account on a list. */
interface Person {
  readonly id: string
  readonly name: string
  /** The end of a mute. */
  readonly until?: number
}

/** A list of people of a room: moderators, members, or those who may not write. */
export class HostPeople extends HostSection {
  @property() list: PeopleList = 'moderators'

  @state() private people: readonly Person[] = []
  /** The names of accounts that were here lately. */
  @state() private known: readonly string[] = []

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('room')
    if (changed.has('room') && before?.id !== this.room?.id) void this.#load()
  }

  protected override render(): TemplateResult | typeof nothing {
    const { words, list, room } = this
    if (!room) return nothing
    const title = words.lists[list]
    return html`<section class="panel" aria-labelledby="heading">
      <h2 id="heading">${title}</h2>
      ${
        this.people.length === 0
          ? html`<p class="quiet">${words.noOne}</p>`
          : html`<ul>
              ${this.people.map((person) => this.#renderPerson(person))}
            </ul>`
      }
      <form class="row" @submit=${(event: SubmitEvent) => void this.#add(event)}>
        <input
          name="person"
          list="known"
          required
          maxlength="24"
          autocomplete="off"
          aria-label="${title}: ${words.person}"
          placeholder=${words.person}
          @focus=${() => void this.#loadKnown()}
        />
        <datalist id="known">
          ${this.known.map((name) => html`<option value=${name}></option>`)}
        </datalist>
        <button ?disabled=${this.busy}>${list === 'bans' ? words.ban : words.add}</button>
      </form>
      ${this.renderResult()}
    </section>`
  }

  #renderPerson({ id, name, until }: Person): TemplateResult {
    const { words, list } = this
    const end = new Date(until ?? 0).toLocaleString(this.lang)
    return html`<li>
      <span>${name}</span>
      ${
        list === 'bans'
          ? html`<span class="quiet"
              >${until === undefined ? words.forEver : words.until(end)}</span
            >`
          : nothing
      }
      <button
        class="small"
        aria-label=${words.remove(name)}
        ?disabled=${this.busy}
        @click=${() => void this.#remove(id)}
      >
        ${words.removeShort}
      </button>
    </li>`
  }

  async #load(): Promise<void> {
    const { params } = this
    if (params.id !== '') this.people = await this.#peopleOf(params)
  }

  async #peopleOf(params: { readonly id: string }): Promise<readonly Person[]> {
    const { list } = this
    if (list === 'bans') {
      const answer = await api('GET /api/live/:id/bans', { params })
      if (answer.kind !== 'done') return this.people
      return answer.body.bans.map(({ account, until }) => ({
        ...named(account),
        ...(until !== undefined && { until }),
      }))
    }
    const answer = await api(`GET /api/live/:id/${list}`, { params })
    if (answer.kind !== 'done') return this.people
    return answer.body.people.map(({ account }) => named(account))
  }

  async #loadKnown(): Promise<void> {
    const { params } = this
    const [viewers, comments] = await Promise.all([
      api('GET /api/live/:id/viewers', { params }),
      api('GET /api/live/:id/comments', { params, query: { limit: 100 } }),
    ])
    const present = viewers.kind === 'done' ? viewers.body.accounts : []
    const writers = comments.kind === 'done' ? comments.body.comments : []
    const all = [...present, ...writers.map(({ author }) => author)]
    this.known = [...new Set(all.flatMap(({ name }) => name ?? []))]
  }

  async #add(event: SubmitEvent): Promise<void> {
    const form = event.currentTarget as HTMLFormElement // the listener is on a form
    const query = { name: fieldsOf(event)('person') }
    const { params } = this
    const found = await this.answered(api('GET /api/live/:id/people', { params, query }))
    if (found.kind !== 'done') return
    const answer = await this.answered(this.#put(found.body.id))
    if (answer.kind === 'done') form.reset()
    await this.#load()
  }

  #put(account: string): Promise<Answer> {
    const params = { ...this.params, account }
    return this.list === 'bans'
      ? api('PUT /api/live/:id/bans/:account', { params, body: {} })
      : api(`PUT /api/live/:id/${this.list}/:account`, { params })
  }

  async #remove(account: string): Promise<void> {
    const params = { ...this.params, account }
    await this.answered(api(`DELETE /api/live/:id/${this.list}/:account`, { params }))
    await this.#load()
  }
}

function named({ id, name = id }: { readonly id: string; readonly name?: string }): Person {
  return { id, name }
}

customElements.define('host-people', HostPeople)

declare global {
  interface HTMLElementTagNameMap {
    'host-people': HostPeople
  }
}
