import type { ReactiveElement } from '@lit/reactive-element'

const checked = new WeakSet<Element>()

/** Warns once on the console if an element has content but its size is zero. */
export async function warnWithoutSize(element: ReactiveElement): Promise<void> {
  if (checked.has(element)) return
  checked.add(element)
  await element.updateComplete // the element has its style sheet after its first update
  if (element.offsetWidth * element.offsetHeight > 0) return
  const { warnIfLaidOut } = await import('./size-warning.ts')
  warnIfLaidOut(element)
}
