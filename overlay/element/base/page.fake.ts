import { afterEach, beforeEach, type Mock, vi } from 'vitest'
import { createFakeIo, type FakeIo } from '../../client/io.fake.ts'

/** A page with a controlled clock and controlled sockets. */
export interface FakePage {
  readonly io: () => FakeIo
  /** The started animations, because happy-dom has none. */
  readonly animate: Mock<HTMLElement['animate']>
  /** Puts markup on the page and returns its first element after its first rendering. */
  readonly show: <T extends HTMLElement>(markup: string) => Promise<T>
}

/** Gives each test of a file a page of its own. */
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
      const element = document.body.firstElementChild as T // the type that the markup has
      await rendered(element)
      return element
    },
  }
}

/** Waits until an element has rendered its state. */
export async function rendered(element: HTMLElement): Promise<void> {
  if ('updateComplete' in element) await element.updateComplete
}

/** Returns the text of each element of a part, without superfluous blanks. */
export function partTexts(element: HTMLElement, part: string): readonly string[] {
  const found = element.shadowRoot?.querySelectorAll(`[part~="${part}"]`) ?? []
  return [...found].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim())
}
