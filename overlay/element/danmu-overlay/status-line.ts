import type { FeedState, Status } from '../../client/reduce.ts'
import type { Figures } from '../../locale/index.ts'
import { awayAfterMs } from './away.ts'
import type * as debugModule from './debug.ts'
import type * as troubleModule from './trouble.ts'

/** The data of the status line. */
export interface StatusLineFacts {
  /** Absent if no address is set. */
  readonly feed: FeedState | undefined
  readonly debug: boolean
  readonly figures: Figures
  /** A BCP 47 language tag. */
  readonly language: string
}

/** The status line of the overlay: the current problem, or with `debug` all figures. */
export class StatusLine {
  readonly #box = document.createElement('p')
  readonly #changed: () => void
  #trouble: typeof troubleModule | undefined
  #debug: typeof debugModule | undefined
  #awayTimer: ReturnType<typeof setTimeout> | undefined
  #away = false

  /** @param changed - called when {@link show} would show another text. */
  constructor(changed: () => void) {
    this.#changed = changed
    this.#box.setAttribute('part', 'status')
    this.#box.setAttribute('role', 'status')
  }

  /** Follows the connection, and shows it once it has been lost for a while; stops if undefined. */
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

  /** Shows the line, or removes it if there is no text. */
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

  /** Loads the texts as soon as a connection exists, so that they are ready when it is lost. */
  async #load(debug: boolean): Promise<void> {
    if (debug ? this.#debug : this.#trouble) return
    this.#trouble ??= await import('./trouble.ts')
    if (debug) this.#debug ??= await import('./debug.ts')
    this.#changed()
  }
}
