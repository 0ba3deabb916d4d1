import { formatPosition, parsePosition, type Position } from '../../proto/feed/index.ts'

/**
 * Returns the WebSocket address of a stream: of `…/rooms/<id>/stream`, with or without `/stream`.
 *
 * @param base - the base of a relative `src`: the page's address, where there is a page.
 * @throws TypeError for any other address.
 */
export function streamAddress(src: string, base?: string): string {
  const url = parsed(src, base)
  const path = /^(.*\/rooms\/[^/]+)(\/stream)?\/?$/.exec(url?.pathname ?? '')?.[1]
  if (!url || path === undefined || !/^(http|ws)s?:$/.test(url.protocol)) {
    throw new TypeError(`not a feed: ${src}; a feed is http(s)://<server>/rooms/<id>/stream`)
  }
  // Chromium before 125 accepts only ws: and wss: here.
  url.protocol = url.protocol.replace(/^http/, 'ws')
  url.pathname = `${path}/stream`
  url.hash = ''
  return url.href
}

function parsed(src: string, base: string | undefined): URL | undefined {
  try {
    return new URL(src, base)
  } catch {
    return undefined // `URL.canParse` came with Chromium 120
  }
}

/** Returns the position after which an address resumes; undefined if it has none. */
export function positionOf(address: string): Position | undefined {
  return parsePosition(new URL(address).searchParams.get('since') ?? '')
}

/** Returns the address that resumes after a position. */
export function resumeAddress(address: string, position: Position | undefined): string {
  if (!position) return address
  const url = new URL(address)
  url.searchParams.delete('last') // it applies to the first connection only
  url.searchParams.set('since', formatPosition(position))
  return url.href
}

/** Returns the address with a token in its query, where there is one. */
export function withToken(address: string, token: string | undefined): string {
  if (token === undefined) return address
  const url = new URL(address)
  url.searchParams.set('token', token)
  return url.href
}
