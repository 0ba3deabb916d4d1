import { afterEach, beforeEach, type Mock, vi } from 'vitest'
import { createFakeIo, type FakeIo } from '../../client/io.fake.ts'

/** A page whose time and sockets are in the hands of the test. */
export interface FakePage {
  readonly io: () => FakeIo
  /** Animations that were started, as happy-dom has none. */
  readonly animate: Mock<HTMLElement['animate']>
  /** Puts markup on the page and gives its first element, once that has rendered. */
  readonly show: <T extends HTMLElement>(markup: string) => Promise<T>
}

/** Makes every test of a file run on a page of its own. */
export function useFakePage(): FakePage {
  let io = createFakeIo()
  const animate = vi.fn<HTMLElement['animate']>()
  beforeEach(() => {
    vi.useFakeTimers()
    io = createFakeIo()
    vi.stubGlobal('WebSocket', io.WebSocket)
    document.documentElement.lang = 'zh-CN'
    animate.mockClear()
    HTMLElement.prototype.animate = animate
  })
  afterEach(() => {
    document.body.replaceChildren()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  return {
    io: () => io,
    animate,
    show: async <T extends HTMLElement>(markup: string) => {
      document.body.innerHTML = markup
      const element = document.body.firstElementChild as T // what the markup says
      await rendered(element)
      return element
    },
  }
}

/** Waits until an element shows what it knows. */
export async function rendered(element: HTMLElement): Promise<void> {
  if ('updateComplete' in element) await element.updateComplete
}

/** The text of each element of a part, without superfluous blanks. */
export function partTexts(element: HTMLElement, part: string): readonly string[] {
  const found = element.shadowRoot?.querySelectorAll(`[part~="${part}"]`) ?? []
  return [...found].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
}
