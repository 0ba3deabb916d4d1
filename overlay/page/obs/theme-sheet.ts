import { backoffMs } from '../../client/backoff.ts'

/**
 * The theme of a page. The current style sheet stays until the next one has loaded, and a failed
 * load is tried again, so that a picture on air keeps its theme while the server is away.
 */
export class ThemeSheet {
  readonly #loaded: () => void
  #current: HTMLLinkElement
  #address = ''
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param loaded - called after each change of the style sheet. */
  constructor(head: HTMLElement, loaded: () => void) {
    this.#loaded = loaded
    this.#current = document.createElement('link')
    head.prepend(this.#current)
  }

  /** Applies the theme at an address as soon as it has loaded. */
  apply(address: string): void {
    if (address === this.#address) return
    this.#address = address
    this.#attempt = 0
    clearTimeout(this.#timer)
    this.#load(address)
  }

  #load(address: string): void {
    const sheet = document.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.addEventListener('load', () => this.#replace(sheet, address))
    sheet.addEventListener('error', () => this.#tryAgain(sheet, address))
    sheet.href = address
    this.#current.after(sheet) // at the same position, so that rules of the streamer still have priority
  }

  #replace(sheet: HTMLLinkElement, address: string): void {
    if (address !== this.#address) return sheet.remove()
    this.#current.remove()
    this.#current = sheet
    this.#loaded()
  }

  #tryAgain(sheet: HTMLLinkElement, address: string): void {
    sheet.remove()
    if (address !== this.#address) return
    this.#timer = setTimeout(() => this.#load(address), backoffMs(this.#attempt, Math.random))
    this.#attempt += 1
  }
}
