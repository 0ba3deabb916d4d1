/** What somebody means by a room of Douyin's. */
export type Ref =
  /** The number in its address (web_rid), or the anchor's display id. */
  | { readonly kind: 'room'; readonly webRid: string }
  /** What the app shares; only following it tells the room. */
  | { readonly kind: 'short-link'; readonly url: string }

// No dot in front: the id becomes a path, and `..` is none.
const idPattern = /^\w[\w.-]{0,63}$/
const roomPath = /^\/(\w[\w.-]{0,63})\/?$/
const shortPath = /^\/[\w-]{1,64}\/?$/

const roomHost = 'live.douyin.com'
const shortHost = 'v.douyin.com'

/** The hosts of addresses that can be read. */
export const hosts: ReadonlySet<string> = new Set([roomHost, shortHost])

/** Reads a web_rid, a display id, the address of a room or a short link; undefined if it is none. */
export function parseRef(ref: string): Ref | undefined {
  const text = ref.trim()
  if (idPattern.test(text)) return { kind: 'room', webRid: text }
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && isPlain(url) ? refOf(url) : undefined
}

function refOf({ host, pathname }: URL): Ref | undefined {
  if (host === roomHost) {
    const [, webRid] = roomPath.exec(pathname) ?? []
    return webRid === undefined ? undefined : { kind: 'room', webRid }
  }
  if (host !== shortHost || !shortPath.test(pathname)) return undefined
  return { kind: 'short-link', url: `https://${shortHost}${pathname}` }
}

/** Nothing hidden in it: no other scheme, no credentials. A port makes another host. */
function isPlain({ protocol, username, password }: URL): boolean {
  return /^https?:$/.test(protocol) && username === '' && password === ''
}
