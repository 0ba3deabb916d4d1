import type { FeedState, Status } from '../../client/reduce.ts'
import type { Figures } from '../../locale/index.ts'
import { awayAfterMs } from './away.ts'
import type * as debugModule from './debug.ts'
import type * as troubleModule from './trouble.ts'

/** What the line is made from. */
export interface StatusLineFacts {
  /** Absent while no address is set. */
  readonly feed: FeedState | undefined
  readonly debug: boolean
  readonly figures: Figures
  /** BCP 47. */
  readonly language: string
}

/** The one line that the overlay shows by itself: what is wrong, or with `debug` all figures. */
export class StatusLine {
  readonly #box = document.createElement('p')
  readonly #changed: () => void
  #trouble: typeof troubleModule | undefined
  #debug: typeof debugModule | undefined
  #awayTimer: ReturnType<typeof setTimeout> | undefined
  #away = false

  /** @param changed - is called when {@link show} would show something else. */
  constructor(changed: () => void) {
    this.#changed = changed
    this.#box.setAttribute('part', 'status')
    this.#box.setAttribute('role', 'status')
  }

  /** Has the connection mentioned if it stays away; there is none to mention without a status. */
  watch(status: Status | undefined): void {
    if (status && status.kind !== 'connecting') void this.#load(false)
    if (status && status.kind !== 'open') {
      this.#awayTimer ??= setTimeout(() => this.#become(true), awayAfterMs)
      return
    }
    clearTimeout(this.#awayTimer)
    this.#awayTimer = undefined
    this.#become(false)
  }

  /** Shows the line, or takes it away while there is nothing to say. */
  show(root: ParentNode, { feed, debug, figures, language }: StatusLineFacts): void {
    if (debug) void this.#load(true)
    const facts = { ...(feed ? { state: feed } : {}), away: this.#away }
    const trouble = this.#trouble?.troubleText(facts, language)
    const text = (debug ? this.#debug?.debugText(facts, figures, language) : undefined) ?? trouble
    this.#box.className = trouble === undefined ? '' : 'wrong'
    this.#box.textContent = text ?? ''
    if (text === undefined) this.#box.remove()
    else root.append(this.#box)
  }

  #become(away: boolean): void {
    if (away === this.#away) return
    this.#away = away
    this.#changed()
  }

  /** What there is to say comes with the connection: nobody should wait for it. */
  async #load(debug: boolean): Promise<void> {
    if (debug ? this.#debug : this.#trouble) return
    this.#trouble ??= await import('./trouble.ts')
    if (debug) this.#debug ??= await import('./debug.ts')
    this.#changed()
  }
}
