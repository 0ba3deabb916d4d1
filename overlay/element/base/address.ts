/** The address of a picture that somebody else names; undefined unless it is https. */
export function pictureAddress(address: string | undefined): string | undefined {
  const url = parsed(address)
  return url?.protocol === 'https:' ? url.href : undefined
}

/** The address of a file that the page's author names: https, or from where the page is. */
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
    return undefined // no address: shown without picture
  }
}
