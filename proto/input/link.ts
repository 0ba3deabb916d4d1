import { decoded } from './plain-text.ts'

/** The parts of an address in a text. */
export interface Link {
  /** The address as written, with a scheme in front. */
  readonly href: string
  /** The host with its port, in lower case; for the link of an app its scheme with a colon. */
  readonly at: string
  /** The decoded path; for the link of an app all that follows `://`, with a slash in front. */
  readonly path: string
  /** The fields of its query, and of a query in its fragment. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** True if the address was shortened for display. */
  readonly cut: boolean
  /** False if it may be no address but a word with a dot in it. */
  readonly certain: boolean
}

// Longer than any address that users share.
const maxChars = 4_096

// Brackets belong to an address only around an IPv6 host.
const run = /(?:(?:ws|http)s?:\/\/\[[\da-f:.]{2,45}\])?[\w\-.~:/?#@!$&*+,;=%]+/gi

/** Returns the pattern of an address that begins with one of some hosts, for {@link linksIn}. */
export function hostPattern(hosts: readonly string[]): RegExp {
  const names = hosts.map((host) => host.replaceAll('.', '\\.')).join('|')
  return new RegExp(`(^|[^\\w.@/%-])((?:${names})(?:[/?#:].*)?)$`, 'i')
}

/**
 * Returns every address in a text, in order: with a scheme, with a known host at its beginning, or
 * else uncertain. Brackets, quotes and characters outside of ASCII end an address.
 */
export function linksIn(text: string, known: RegExp): readonly Link[] {
  const links: Link[] = []
  for (const { 0: piece, index } of text.matchAll(run)) {
    const after = text.slice(index + piece.length, index + piece.length + 2)
    const parts = splitAddresses(piece)
    for (const [place, part] of parts.entries()) {
      const link = linkOf(part, known)
      const shortened = place === parts.length - 1 && isShortened(part, after)
      if (link) links.push(shortened ? { ...link, cut: true } : link)
    }
  }
  return links
}

/** Splits addresses without a space between them; one in the query of another stays there. */
function splitAddresses(piece: string): readonly string[] {
  const starts = [...piece.matchAll(/https?:\/\//gi)]
    .map(({ index }) => index)
    .filter((index) => index > 0 && !/[=&?#/%@]/.test(piece.charAt(index - 1)))
  return [0, ...starts].map((start, place) => piece.slice(start, starts[place]))
}

/** Returns true if `…` or `...` cuts the address; `……` is Chinese punctuation of a sentence. */
function isShortened(part: string, after: string): boolean {
  if (after.startsWith('…')) return after !== '……'
  return /[^.]\.{3}$/.test(part)
}

// A scheme of which some characters were not copied.
const brokenScheme = /^h?t{1,2}ps?(?::\/{0,3}|\/{1,3})/i

const longestScheme = 32

function linkOf(piece: string, known: RegExp): Link | undefined {
  const part = withoutPunctuation(piece)
  if (part.length > maxChars) return undefined
  const start = part.indexOf('://')
  const before = part.slice(Math.max(0, start - longestScheme), Math.max(0, start))
  const scheme = /[a-z][a-z0-9+.-]*$/i.exec(before)?.[0] ?? ''
  const rest = part.slice(start + 3)
  if (scheme !== '' && !/^(?:(?:h?t{1,2}|hxx)ps?|wss?)$/i.test(scheme)) return appLink(scheme, rest)
  if (scheme !== '') return webLink(`https://${rest}`, true)
  const bare = part.replace(brokenScheme, '')
  const [, , host] = known.exec(bare) ?? known.exec(part) ?? []
  if (host !== undefined) return webLink(`https://${host}`, true)
  return /^[a-z\d-]+(?:\.[a-z\d-]+)+(?:[:/?#][^@]*)?$/i.test(bare)
    ? webLink(`https://${bare}`, false)
    : undefined
}

/** Removes punctuation and emphasis marks from the end. */
function withoutPunctuation(piece: string): string {
  let end = piece.length
  while (end > 0 && '.,;:!?*~'.includes(piece.charAt(end - 1))) end -= 1
  return piece.slice(0, end)
}

function webLink(href: string, certain: boolean): Link | undefined {
  const url = urlOf(href)
  if (!url || url.username !== '' || url.password !== '') return undefined
  const { host, hostname } = url
  if (!hostname.includes('.') && hostname !== 'localhost' && !hostname.startsWith('[')) {
    return undefined
  }
  return { href, at: host, path: pathOf(url.pathname), fields: fieldsOf(url), cut: false, certain }
}

/** Reads the link of an app; an Android `intent:` names the app's scheme in `scheme=`. */
function appLink(scheme: string, rest: string): Link | undefined {
  const url = urlOf(`https://app/${rest}`)
  if (!url) return undefined
  const [, meant] = /[#;]scheme=([a-z][a-z0-9+.-]*)/i.exec(rest) ?? []
  const name = (scheme.toLowerCase() === 'intent' ? (meant ?? scheme) : scheme).toLowerCase()
  const href = `${name}://${rest}`
  return {
    href,
    at: `${name}:`,
    path: pathOf(url.pathname),
    fields: fieldsOf(url),
    cut: false,
    certain: true,
  }
}

function urlOf(href: string): URL | undefined {
  try {
    return new URL(href)
  } catch {
    return undefined // not an address, but an ordinary word
  }
}

/** Returns the path without a text that follows it directly: `/5440,快来` is `/5440`. */
function pathOf(pathname: string): string {
  const plain = decoded(pathname).replaceAll(/\/{2,}/g, '/')
  return /^[\w\-.~:/@$&+=%]*/.exec(plain)?.[0] ?? ''
}

function fieldsOf({ searchParams, hash }: URL): Link['fields'] {
  const query = hash.indexOf('?')
  const below = query < 0 ? '' : hash.slice(query)
  return [...searchParams, ...new URLSearchParams(below)]
}
