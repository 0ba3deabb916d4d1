import type { FeedEvent, Money, User } from '../../../proto/feed/index.ts'
import { times } from '../../client/money.ts'

/** The filter attributes of an element, as written. */
export interface FilterOptions {
  /** Event types, `chat gift`; empty means the element's own. */
  readonly kinds: string
  /** Words, separated by commas or line breaks. */
  readonly blockWords: string
  /** Ids or names of users, separated by commas or line breaks. */
  readonly blockUsers: string
  readonly minLevel: number
  /** The minimum value, yuan. */
  readonly minValue: number
  readonly hideTests: boolean
}

/** A parsed filter; made by {@link filterOf}. */
export interface Filter {
  readonly kinds: ReadonlySet<string>
  /** Folded words. */
  readonly words: readonly string[]
  /** Ids and folded names. */
  readonly users: ReadonlySet<string>
  readonly minLevel: number
  readonly minCents: number
  readonly tests: boolean
}

/**
 * Reads the filter attributes of an element.
 *
 * @param own - the event types the element shows by default.
 */
export function filterOf(options: FilterOptions, own: string): Filter {
  const kinds = wordsIn(options.kinds)
  const users = entriesOf(options.blockUsers)
  return {
    kinds: new Set(kinds.length > 0 ? kinds : wordsIn(own)),
    words: entriesOf(options.blockWords).map(folded).filter(filled),
    users: new Set([...users, ...users.map(folded)].filter(filled)),
    minLevel: options.minLevel,
    minCents: Math.round(options.minValue * 100),
    tests: !options.hideTests,
  }
}

/** Returns true if an event may be shown. */
export function passes(event: FeedEvent, filter: Filter): boolean {
  return (
    filter.kinds.has(event.type) &&
    (filter.tests || !isTest(event)) &&
    (event.user === undefined || welcome(event.user, filter)) &&
    !filter.words.some((word) => saidIn(event).includes(word)) &&
    worthwhile(event, filter)
  )
}

/** Returns true if neither the user nor a word of the name is blocked. */
export function welcome({ id, name }: User, { users, words }: Filter): boolean {
  const plain = folded(name ?? '')
  const blocked = users.has(plain) || (id !== undefined && users.has(id))
  return !blocked && !words.some((word) => plain.includes(word))
}

/** Returns the value of a gift, a message or a membership; of a streak, its total so far. */
export function worthOf(event: FeedEvent): Money | undefined {
  if (event.type === 'superchat' || event.type === 'membership') return event.value
  if (event.type !== 'gift') return undefined
  return event.combo ? times(event.price, event.combo.total) : event.value
}

/** Returns text in the form for comparison: without case, width and invisible characters. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '')
}

/** Returns true for a test event. */
function isTest({ test = false, id }: FeedEvent): boolean {
  return test || id.startsWith('test:')
}

function saidIn(event: FeedEvent): string {
  if (event.type === 'chat') return folded(event.text)
  return event.type === 'superchat' ? folded(`${event.text} ${event.translation ?? ''}`) : ''
}

/** Returns true if a free event has the minimum level, or a paid one the minimum value. */
function worthwhile(event: FeedEvent, { minLevel, minCents }: Filter): boolean {
  if (event.type === 'gift' || event.type === 'superchat' || event.type === 'membership') {
    return minCents <= 0 || (worthOf(event)?.cents ?? 0) >= minCents
  }
  return minLevel <= 0 || !free.has(event.type) || (event.user?.level ?? 0) >= minLevel
}

const free: ReadonlySet<string> = new Set(['chat', 'enter', 'follow', 'share', 'like'])

function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,，]+/).filter(filled)
}

function entriesOf(text: string): readonly string[] {
  return text
    .split(/[,，、\n]/)
    .map((entry) => entry.trim())
    .filter(filled)
}

function filled(text: string): boolean {
  return text !== ''
}
