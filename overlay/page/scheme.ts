import type { PageScheme } from '../locale/page.ts'

const key = 'danmu-scheme'

/** Every scheme of our pages, the default first. */
export const pageSchemes: readonly PageScheme[] = ['system', 'light', 'dark']

/** Returns the scheme that the user chose in this browser. */
export function chosenScheme(): PageScheme {
  const stored = storage()?.getItem(key)
  return pageSchemes.find((scheme) => scheme === stored) ?? 'system'
}

/** Stores a choice for all our pages in this browser, and applies it to this page. */
export function chooseScheme(scheme: PageScheme): void {
  if (scheme === 'system') storage()?.removeItem(key)
  else storage()?.setItem(key, scheme)
  applyScheme(scheme)
}

/** Applies a scheme to the page; `page.css` has the colours. */
export function applyScheme(scheme = chosenScheme()): void {
  const { dataset } = document.documentElement
  if (scheme === 'system') delete dataset['scheme']
  else dataset['scheme'] = scheme
}

/** Returns the storage for choices; undefined in a frame or a dock without storage. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined // the choice lasts as long as the page
  }
}
