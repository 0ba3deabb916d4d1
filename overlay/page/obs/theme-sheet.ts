import { backoffMs } from '../../client/backoff.ts'

/**
 * The theme of a page. The one that is worn stays until the next has loaded, and one that failed to
 * load is tried again: a server that is away for a moment must not undress a live picture.
 */
export class ThemeSheet {
  readonly #loaded: () => void
  #worn: HTMLLinkElement
  #address = ''
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param loaded - is called whenever another theme is worn. */
  constructor(head: HTMLElement, loaded: () => void) {
    this.#loaded = loaded
    this.#worn = document.createElement('link')
    head.prepend(this.#worn)
  }

  /** Wears the theme at an address, as soon as it has loaded. */
  wear(address: string): void {
    if (address === this.#address) return
    this.#address = address
    this.#attempt = 0
    clearTimeout(this.#timer)
    this.#load(address)
  }

  #load(address: string): void {
    const sheet = document.createElement('link')
    sheet.rel = 'stylesheet'
    sheet.addEventListener('load', () => this.#take(sheet, address))
    sheet.addEventListener('error', () => this.#tryAgain(sheet, address))
    sheet.href = address
    this.#worn.after(sheet) // where it is worn, any rule of the streamer's own still wins
  }

  #take(sheet: HTMLLinkElement, address: string): void {
    if (address !== this.#address) return sheet.remove()
    this.#worn.remove()
    this.#worn = sheet
    this.#loaded()
  }

  #tryAgain(sheet: HTMLLinkElement, address: string): void {
    sheet.remove()
    if (address !== this.#address) return
    this.#timer = setTimeout(() => this.#load(address), backoffMs(this.#attempt, Math.random))
    this.#attempt += 1
  }
}
