import type { FeedEvent, Money, User } from '../../../proto/feed/index.ts'
import { times, weightOf } from '../../client/money.ts'

type Payment = Extract<FeedEvent, { type: 'gift' | 'superchat' | 'membership' }>

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
  /** Yuan. */
  readonly minValue: number
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
    words: entriesOf(options.blockWords).map(folded).filter(Boolean),
    users: new Set([...users, ...users.map(folded)].filter(Boolean)),
    minLevel: options.minLevel,
    minValue: options.minValue,
    tests: !options.hideTests,
  }
}

/** Returns true if an event may be shown. */
export function passes(event: FeedEvent, filter: Filter): boolean {
  return (
    filter.kinds.has(event.type) &&
    (filter.tests || !isTest(event)) &&
    welcome(event.user, filter) &&
    !filter.words.some((word) => saidIn(event).includes(word)) &&
    worthwhile(event, filter)
  )
}

/** Returns true if neither the user nor a word of the name is blocked; true without a user. */
export function welcome({ id, name }: User = {}, { users, words }: Filter): boolean {
  const plain = folded(name ?? '')
  const blocked = users.has(plain) || (id !== undefined && users.has(id))
  return !blocked && !words.some((word) => plain.includes(word))
}

/** Returns the value of a gift, a message or a membership; of a streak, its total so far. */
export function worthOf(event: FeedEvent): Money | undefined {
  if (!isPaid(event)) return undefined
  return event.type === 'gift' && event.combo ? times(event.price, event.combo.total) : event.value
}

/** Returns text in the form for comparison: without case, width and invisible characters. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '')
}

/** Returns true for a test event. */
function isTest({ test, id }: FeedEvent): boolean {
  return test || id.startsWith('test:')
}

function saidIn(event: FeedEvent): string {
  if (event.type === 'chat') return folded(event.text)
  return event.type === 'superchat' ? folded(`${event.text} ${event.translation ?? ''}`) : ''
}

/** Returns true if a free event has the minimum level, or a paid one the minimum value. */
function worthwhile(event: FeedEvent, { minLevel, minValue }: Filter): boolean {
  // Not >=, because a value of a wrong type costs no event.
  if (isPaid(event)) return !(weightOf(worthOf(event)) / 100 < minValue)
  return (
    !/^(chat|enter|follow|share|like)$/.test(event.type) || !((event.user?.level ?? 0) < minLevel)
  )
}

function isPaid(event: FeedEvent): event is Payment {
  return /^(gift|superchat|membership)$/.test(event.type)
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,，]+/).filter(Boolean)
}

function entriesOf(text: string): readonly string[] {
  return text
    .split(/[,，、\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean)
}
