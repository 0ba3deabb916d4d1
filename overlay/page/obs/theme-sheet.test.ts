import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ThemeSheet } from './theme-sheet.ts'

/** Sets if style sheets load: happy-dom loads none, and reports success or failure at once. */
function serve(isThere: boolean): void {
  const { happyDOM } = window as unknown as {
    readonly happyDOM: { readonly settings: { handleDisabledFileLoadingAsSuccess: boolean } }
  }
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = isThere
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  serve(false)
  document.head.replaceChildren()
  vi.useRealTimers()
})

const applied = () =>
  [...document.head.querySelectorAll('link')].flatMap((link) => link.getAttribute('href') ?? [])

test('B11 a theme stays until the next one has loaded; a failed load is tried again', () => {
  let loaded = 0
  const sheet = new ThemeSheet(document.head, () => (loaded += 1))
  serve(true)
  sheet.apply('/pixel.css')
  expect([applied(), loaded]).toEqual([['/pixel.css'], 1])
  serve(false)
  sheet.apply('/bubble.css')
  vi.advanceTimersByTime(10_000)
  expect([applied(), loaded]).toEqual([['/pixel.css'], 1])
  serve(true)
  vi.advanceTimersByTime(4_000)
  expect([applied(), loaded]).toEqual([['/bubble.css'], 2])
})

test('B11 a theme that failed to load is not tried again once another one is applied', () => {
  const sheet = new ThemeSheet(document.head, () => undefined)
  sheet.apply('/bubble.css')
  serve(true)
  sheet.apply('/pixel.css')
  vi.advanceTimersByTime(60_000)
  expect(applied()).toEqual(['/pixel.css'])
})
