const told = new WeakSet<Element>()

/**
 * Warns on the console, once for each element, where an element has something to show and no size
 * to show it in.
 */
export function warnWithoutSize(element: HTMLElement): void {
  if (told.has(element)) return
  told.add(element)
  requestAnimationFrame(() => {
    const { width, height } = element.getBoundingClientRect()
    const isLaidOut = document.documentElement.clientHeight > 0 && element.isConnected
    if (!isLaidOut || width * height > 0 || getComputedStyle(element).display === 'none') return
    // oxlint-disable-next-line no-console -- whoever builds the page looks there, and nowhere else
    console.warn(`<${element.localName}> is ${width}x${height} pixels: give it a size with CSS`)
  })
}
