import type { ReactiveElement } from '@lit/reactive-element'

const checked = new WeakSet<Element>()

/** Warns on the console, once, where an element has something to show and no size to show it in. */
export async function warnWithoutSize(element: ReactiveElement): Promise<void> {
  if (checked.has(element)) return
  checked.add(element)
  await element.updateComplete // its style sheet is there with its first update
  const { width, height } = element.getBoundingClientRect()
  const isLaidOut = document.documentElement.clientHeight > 0 && element.isConnected
  if (!isLaidOut || width * height > 0 || getComputedStyle(element).display === 'none') return
  // oxlint-disable-next-line no-console -- whoever builds the page looks there, and nowhere else
  console.warn(`<${element.localName}> is ${width}x${height} pixels: give it a size with CSS`)
}
