import type { ReactiveElement } from '@lit/reactive-element'

const checked = new WeakSet<Element>()

/** Warns once on the console if an element has content but its size is zero. */
export async function warnWithoutSize(element: ReactiveElement): Promise<void> {
  if (checked.has(element)) return
  checked.add(element)
  await element.updateComplete // the element has its style sheet after its first update
  const { width, height } = element.getBoundingClientRect()
  const isLaidOut = document.documentElement.clientHeight > 0 && element.isConnected
  if (!isLaidOut || width * height > 0 || getComputedStyle(element).display === 'none') return
  // oxlint-disable-next-line no-console -- addressed to the developer of the page
  console.warn(`<${element.localName}> is ${width}x${height} pixels: give it a size with CSS`)
}
