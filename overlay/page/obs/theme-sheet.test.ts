import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ThemeSheet } from './theme-sheet.ts'

/** Whether style sheets load here: happy-dom has none, and says so at once. */
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

const worn = () =>
  [...document.head.querySelectorAll('link')].flatMap((link) => link.getAttribute('href') ?? [])

test('B11 a theme stays until the next has loaded, and that is tried until it has', () => {
  let loaded = 0
  const sheet = new ThemeSheet(document.head, () => (loaded += 1))
  serve(true)
  sheet.wear('/pixel.css')
  expect([worn(), loaded]).toEqual([['/pixel.css'], 1])
  serve(false)
  sheet.wear('/bubble.css')
  vi.advanceTimersByTime(10_000)
  expect([worn(), loaded]).toEqual([['/pixel.css'], 1])
  serve(true)
  vi.advanceTimersByTime(4_000)
  expect([worn(), loaded]).toEqual([['/bubble.css'], 2])
})

test('B11 a theme that was changed again meanwhile is not tried any more', () => {
  const sheet = new ThemeSheet(document.head, () => undefined)
  sheet.wear('/bubble.css')
  serve(true)
  sheet.wear('/pixel.css')
  vi.advanceTimersByTime(60_000)
  expect(worn()).toEqual(['/pixel.css'])
})
