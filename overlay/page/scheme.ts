import type { PageScheme } from '../locale/page/index.ts'

const key = 'danmu-scheme'

/** Every scheme of our pages, the usual one first. */
export const pageSchemes: readonly PageScheme[] = ['system', 'light', 'dark']

/** The scheme that somebody chose in this browser. */
export function chosenScheme(): PageScheme {
  const kept = storage()?.getItem(key)
  return pageSchemes.find((scheme) => scheme === kept) ?? 'system'
}

/** Keeps a choice for all our pages in this browser, and dresses this one. */
export function chooseScheme(scheme: PageScheme): void {
  if (scheme === 'system') storage()?.removeItem(key)
  else storage()?.setItem(key, scheme)
  applyScheme(scheme)
}

/** Dresses the page; `page.css` has the colours. */
export function applyScheme(scheme = chosenScheme()): void {
  const { dataset } = document.documentElement
  if (scheme === 'system') delete dataset['scheme']
  else dataset['scheme'] = scheme
}

/** Where choices are kept; nowhere in a frame or a dock that may not keep anything. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined // the choice holds as long as the page does
  }
}
