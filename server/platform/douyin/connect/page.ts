import { textOf } from '../../wire/field.ts'
import { given } from '../given.ts'
import { dig, parseJson } from './json.ts'
import { objectsNamed, unescapeOnce } from './nested.ts'
import { roomOf, type Sight } from './sight.ts'

/** What a room's page tells. */
export interface Page {
  readonly sight: Sight
  /** Who we are to Douyin (`user_unique_id`). Told of rooms and non-rooms alike. */
  readonly visitorId?: string
  /** Whether an account is logged in; absent where the page does not say so. */
  readonly loggedIn?: boolean
}

// The state is JSON in a string in JSON …; seven levels is the deepest anybody has seen.
const deepest = 7

const paceString = /\.push\(\[1,("[^"\\]*(?:\\.[^"\\]*)*")\]\)/gs
const renderData = /<script id="RENDER_DATA"[^>]*>([^<]*)<\/script>/
// Backslashes before the quotes tell how deep it stands; digits need no unescaping.
const visitor = /user_unique_id\\*":\\*"(\d{10,20})\\*"/

const login = /["\\]isLogin\\*":(true|false)/

/** Reads a room's page. A page without a state is that of risk control, not of a missing room. */
export function readPage(html: string): Page {
  const visitorId = visitor.exec(html)?.[1]
  const sight = sightIn(flightOf(html), true) ?? sightIn(renderedOf(html), false)
  const said = login.exec(html)?.[1]
  const loggedIn = said === undefined ? undefined : said === 'true'
  return { sight: sight ?? { kind: 'unknown' }, ...given({ visitorId, loggedIn }) }
}

/** The state as today's page brings it: pieces that may be cut anywhere. */
function flightOf(html: string): string {
  return Array.from(html.matchAll(paceString), ([, literal = '']) => parseJson(literal)).join('')
}

/** The state as older pages bring it: JSON in percent escapes, in which a plus is a plus. */
function renderedOf(html: string): string {
  const [, data = ''] = renderData.exec(html) ?? []
  try {
    return decodeURIComponent(data)
  } catch {
    return '' // a broken escape: not the page we know
  }
}

/** Looks on all levels; an empty `roomInfo` comes before the real one. */
function sightIn(state: string, flight: boolean): Sight | undefined {
  let text = state
  for (let depth = 0; depth <= deepest; depth++) {
    for (const info of objectsNamed(text, 'roomInfo')) {
      const sight = sightOf(flight && depth === 0 ? withoutReferences(info) : info)
      if (sight) return sight
    }
    if (!text.includes('\\')) return undefined
    text = unescapeOnce(text)
  }
  return undefined
}

function sightOf(info: unknown): Sight | undefined {
  const room = roomOf(dig(info, 'room'))
  if (room) return { kind: 'room', room }
  return textOf(dig(info, 'anchor', 'id_str')) === undefined ? undefined : { kind: 'no-room' }
}

/** React writes `$…` for references, among them `$undefined`, and `$$…` for texts that begin so. */
function withoutReferences(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith('$')) return value
    return value.startsWith('$$') ? value.slice(1) : undefined
  }
  if (Array.isArray(value)) return value.map(withoutReferences)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutReferences(inner)]),
  )
}
