/** Warns on the console that an element has no size, unless the page hides it on purpose. */
export function warnIfLaidOut(element: HTMLElement): void {
  const { width, height } = element.getBoundingClientRect()
  const isLaidOut = document.documentElement.clientHeight > 0 && element.isConnected
  if (!isLaidOut || width * height > 0 || getComputedStyle(element).display === 'none') return
  // oxlint-disable-next-line no-console -- addressed to the developer of the page
  console.warn(`<${element.localName}> is ${width}x${height} pixels: give it a size with CSS`)
}
