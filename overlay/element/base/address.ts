/**
 * Returns the address of a picture named by another user; undefined unless it is https, or the path of
 * an upload on the server of the page.
 */
export function pictureAddress(address: string | undefined): string | undefined {
  if (/^\/uploads\/[\w.-]+$/.test(address ?? '')) return address
  const url = parsed(address)
  return url?.protocol === 'https:' ? url.href : undefined
}

/** Returns the address of a file named by the page's author: https, or relative to the page. */
export function ownAddress(address: string, base: string): string | undefined {
  const url = parsed(address, base)
  const here = parsed(base)
  const ours =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && url.origin === here?.origin)
  return url && ours ? url.href : undefined
}

function parsed(address: string | undefined, base?: string): URL | undefined {
  try {
    return address === undefined ? undefined : new URL(address, base)
  } catch {
    return undefined // an invalid address: shown without a picture
  }
}
