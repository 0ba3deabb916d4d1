import { formatPosition, parsePosition, type Position } from '../../proto/feed/index.ts'

/**
 * The WebSocket address of a stream.
 *
 * @param base - what a relative `src` is relative to: the page, where there is one.
 * @throws TypeError if `src` is no address.
 */
export function streamAddress(src: string, base?: string): string {
  const url = new URL(src, base)
  // Chromium before 125 takes only ws: and wss: here.
  url.protocol = url.protocol.replace(/^http/, 'ws')
  url.hash = ''
  return url.href
}

/** The position an address asks to go on after, if it asks for one. */
export function positionOf(address: string): Position | undefined {
  return parsePosition(new URL(address).searchParams.get('since') ?? '')
}

/** The address that goes on after a position. */
export function resumeAddress(address: string, position: Position | undefined): string {
  if (!position) return address
  const url = new URL(address)
  url.searchParams.delete('last') // it asks for a beginning, and there was one
  url.searchParams.set('since', formatPosition(position))
  return url.href
}
