import { textOf } from '../../json/field.ts'
import { omitUndefined } from '../../json/omit-undefined.ts'
import { dig, parseJson } from './json.ts'
import { endOfString, hasEscapes, objectsNamed, unescapeOnce } from './nested.ts'
import { roomOf, type RoomLookup } from './room.ts'

/** The content of a room's page. */
export interface Page {
  readonly lookup: RoomLookup
  /** The id of the visitor (`user_unique_id`). Present for rooms and missing rooms alike. */
  readonly visitorId?: string
  /** True if an account is logged in; absent if the page has no login state. */
  readonly loggedIn?: boolean
}

// Real pages have a little more than a megabyte. These limits bound the work for a malicious page.
const longestPage = 4 * 1024 * 1024
const longestInAll = 2 * 1024 * 1024
const mostEscapes = 1_000_000
const mostPieces = 5_000

// The state is JSON in a string in JSON …; seven levels is the deepest known.
const deepest = 7

const opening = '.push([1,"'
// The number of backslashes before the quotes is the depth; digits need no unescaping.
const visitor = /user_unique_id\\{0,200}":\\{0,200}"(\d{10,20})\\{0,200}"/

const login = /["\\]isLogin\\{0,200}":(true|false)/

/** Reads a room's page. A page without a state is that of risk control, not of a missing room. */
export function readPage(page: string): Page {
  const html = page.slice(0, longestPage)
  const visitorId = visitor.exec(html)?.[1]
  const lookup = lookupIn(flightOf(html), true) ?? lookupIn(renderedOf(html), false)
  const said = login.exec(html)?.[1]
  const loggedIn = said === undefined ? undefined : said === 'true'
  return { lookup: lookup ?? { kind: 'unknown' }, ...omitUndefined({ visitorId, loggedIn }) }
}

/** Returns the state in its current form: pieces that may be cut anywhere. */
function flightOf(html: string): string {
  const pieces: string[] = []
  let at = html.indexOf(opening)
  while (at >= 0 && pieces.length < mostPieces) {
    const begin = at + opening.length - 1
    const end = endOfString(html, begin, html.length)
    if (end === undefined) break
    if (html.startsWith('])', end)) pieces.push(textIn(html.slice(begin, end)))
    at = html.indexOf(opening, end)
  }
  return pieces.join('')
}

function textIn(literal: string): string {
  const text = parseJson(literal)
  return typeof text === 'string' ? text : ''
}

const scriptOpening = '<script id="RENDER_DATA"'

/** Returns the state in its older form: JSON in percent escapes, in which a plus is a plus. */
function renderedOf(html: string): string {
  const at = html.indexOf(scriptOpening)
  const begin = at < 0 ? -1 : html.indexOf('>', at)
  const end = begin < 0 ? -1 : html.indexOf('</script>', begin)
  if (end < 0) return ''
  try {
    return decodeURIComponent(html.slice(begin + 1, end))
  } catch {
    return '' // a broken escape: another kind of page
  }
}

/** Searches all levels; an empty `roomInfo` comes before the real one. */
function lookupIn(state: string, flight: boolean): RoomLookup | undefined {
  let text = state
  const budget = { left: longestInAll }
  for (let depth = 0; depth <= deepest; depth++) {
    for (const info of objectsNamed(text, 'roomInfo', budget)) {
      const lookup = lookupOf(flight && depth === 0 ? withoutReferences(info) : info)
      if (lookup) return lookup
    }
    if (!hasEscapes(text, mostEscapes)) return undefined
    text = unescapeOnce(text)
  }
  return undefined
}

function lookupOf(info: unknown): RoomLookup | undefined {
  const room = roomOf(dig(info, 'room'))
  if (room) return { kind: 'room', room }
  return textOf(dig(info, 'anchor', 'id_str')) === undefined ? undefined : { kind: 'no-room' }
}

// The depth of the deepest field that is read.
const deepestField = 6

/**
 * Removes references of React, which writes `$…` for them, among them `$undefined`, and `$$…` for
 * texts that begin with `$`.
 */
function withoutReferences(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('$')) return value
    return value.startsWith('$$') ? value.slice(1) : undefined
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepestField) return undefined
  if (Array.isArray(value)) return value.map((inner) => withoutReferences(inner, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutReferences(inner, depth + 1)]),
  )
}
