/**
 * Returns the address of a room's page at another relay, from any form that people paste: of its
 * page or of its stream, with http or ws, below the path of a proxy. Undefined for other texts.
 */
export function pageAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { protocol, host, pathname, username, password } = new URL(text)
  const scheme = schemes.get(protocol)
  const page = /^((?:\/[\w.~-]+)*\/rooms\/[A-Za-z0-9.:_-]+)(?:\/stream)?\/?$/.exec(pathname)?.[1]
  if (scheme === undefined || page === undefined || username !== '' || password !== '') {
    return undefined
  }
  return `${scheme}//${host}${page}`
}

const schemes: ReadonlyMap<string, string> = new Map([
  ['http:', 'http:'],
  ['ws:', 'http:'],
  ['https:', 'https:'],
  ['wss:', 'https:'],
])

/** Returns the address of a room's events after a position. */
export function streamAddress(page: string, position: string): string {
  const url = new URL(`${page}/stream`)
  url.protocol = url.protocol.replace('http', 'ws')
  url.search = new URLSearchParams({ since: position, types: 'all,raw', alive: '1' }).toString()
  return url.href
}
