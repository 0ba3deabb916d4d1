import { decoded } from './plain-text.ts'

/** An address in a text, taken apart. */
export interface Link {
  /** As it was written, with a scheme in front. */
  readonly href: string
  /** The host with its port, lower case; for the link of an app its scheme with a colon. */
  readonly at: string
  /** Decoded; of an app's link all that follows `://`, with a slash in front. */
  readonly path: string
  /** Of its query, and of one in its fragment. */
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** True where whoever wrote it shortened it for show. */
  readonly cut: boolean
  /** False for what only looks like one: a word with a dot in it. */
  readonly certain: boolean
}

// Longer than any address that one shares.
const maxChars = 4_096

// Brackets belong to an address only around an IPv6 host.
const run = /(?:(?:ws|http)s?:\/\/\[[\da-f:.]{2,45}\])?[\w\-.~:/?#@!$&*+,;=%]+/gi

/** Finds one of some hosts where it begins an address: {@link linksIn} takes it. */
export function hostPattern(hosts: readonly string[]): RegExp {
  const names = hosts.map((host) => host.replaceAll('.', '\\.')).join('|')
  return new RegExp(`(^|[^\\w.@/%-])((?:${names})(?:[/?#:].*)?)$`, 'i')
}

/**
 * Every address in a text, in order: with a scheme, or beginning with a known host, or as far as it
 * can be one at all. Brackets, quotes and whatever is not ASCII end it.
 */
export function linksIn(text: string, known: RegExp): readonly Link[] {
  const links: Link[] = []
  for (const { 0: piece, index } of text.matchAll(run)) {
    const after = text.slice(index + piece.length, index + piece.length + 2)
    const parts = apart(piece)
    for (const [place, part] of parts.entries()) {
      const link = linkOf(part, known)
      const shortened = place === parts.length - 1 && isShortened(part, after)
      if (link) links.push(shortened ? { ...link, cut: true } : link)
    }
  }
  return links
}

/** Addresses that were pasted without a gap; one in the query of another stays there. */
function apart(piece: string): readonly string[] {
  const starts = [...piece.matchAll(/https?:\/\//gi)]
    .map(({ index }) => index)
    .filter((index) => index > 0 && !/[=&?#/%@]/.test(piece.charAt(index - 1)))
  return [0, ...starts].map((start, place) => piece.slice(start, starts[place]))
}

/** `…/214…` is the beginning of an address; `…/21452505……` is the end of a sentence. */
function isShortened(part: string, after: string): boolean {
  if (after.startsWith('…')) return after !== '……'
  return /[^.]\.{3}$/.test(part)
}

// Where the beginning was not copied, or a mark of it was lost.
const brokenScheme = /^h?t{1,2}ps?(?::\/{0,3}|\/{1,3})/i

const longestScheme = 32

function linkOf(piece: string, known: RegExp): Link | undefined {
  const part = withoutMarks(piece)
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

/** Without the marks of a sentence, or of emphasis, around it. */
function withoutMarks(piece: string): string {
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

/** An Android `intent:` says behind `scheme=` whose link it is. */
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
    return undefined // no address: a word like any other
  }
}

/** Up to what was stuck to it: `/5440,快来` is `/5440`. */
function pathOf(pathname: string): string {
  const plain = decoded(pathname).replaceAll(/\/{2,}/g, '/')
  return /^[\w\-.~:/@$&+=%]*/.exec(plain)?.[0] ?? ''
}

function fieldsOf({ searchParams, hash }: URL): Link['fields'] {
  const query = hash.indexOf('?')
  const below = query < 0 ? '' : hash.slice(query)
  return [...searchParams, ...new URLSearchParams(below)]
}
