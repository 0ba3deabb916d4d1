import type { ReactiveElement } from '@lit/reactive-element'
import type { Figures } from '../../locale/status.ts'
import { type Connection, troubleText } from '../base/trouble.ts'
import type * as debugModule from './debug.ts'
import { styles } from './status-line.css.ts'

/** The data of the status line. */
export interface StatusLineFacts {
  readonly connection: Connection
  readonly debug: boolean
  readonly figures: Figures
  /** A BCP 47 language tag. */
  readonly language: string
}

/**
 * The status line of the overlay: the current problem, or with `debug` all figures. This module is
 * loaded once there is a connection, so that the line can be shown when it is lost.
 */
export class StatusLine {
  readonly #box = document.createElement('p')
  readonly #host: ReactiveElement
  #debug: typeof debugModule | undefined

  /** @param host - updated when {@link show} would show another text. */
  constructor(host: ReactiveElement) {
    this.#host = host
    this.#box.setAttribute('part', 'status')
    this.#box.setAttribute('role', 'status')
    const { styleSheet } = styles
    if (styleSheet) host.shadowRoot?.adoptedStyleSheets.push(styleSheet)
  }

  /** Shows the line, or removes it if there is no text. */
  show({ connection, debug, figures, language }: StatusLineFacts): void {
    if (debug && !this.#debug) void this.#loadDebug()
    const trouble = troubleText(connection, language)
    const all = debug ? this.#debug?.debugText(connection, figures, language) : undefined
    const text = all ?? trouble
    this.#box.className = trouble === undefined ? '' : 'wrong'
    this.#box.textContent = text ?? ''
    if (text === undefined) this.#box.remove()
    else this.#host.shadowRoot?.append(this.#box)
  }

  async #loadDebug(): Promise<void> {
    this.#debug = await import('./debug.ts')
    this.#host.requestUpdate()
  }
}
