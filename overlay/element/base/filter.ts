import type { FeedEvent, Money, User } from '../../../proto/feed/index.ts'

/** What the filter attributes of an element say, as written. */
export interface FilterOptions {
  /** Event types, `chat gift`; empty means those the element shows by itself. */
  readonly kinds: string
  /** Words, separated by commas or line ends. */
  readonly blockWords: string
  /** Ids or names of users, separated by commas or line ends. */
  readonly blockUsers: string
  readonly minLevel: number
  /** Yuan. */
  readonly minValue: number
  readonly hideTests: boolean
}

/** Which events are shown; made by {@link filterOf}. */
export interface Filter {
  readonly kinds: ReadonlySet<string>
  /** Folded. */
  readonly words: readonly string[]
  /** Ids, and folded names. */
  readonly users: ReadonlySet<string>
  readonly minLevel: number
  readonly minCents: number
  readonly tests: boolean
}

/**
 * Reads the attributes of an element.
 *
 * @param own - the event types the element shows by itself.
 */
export function filterOf(options: FilterOptions, own: readonly string[]): Filter {
  const kinds = options.kinds.split(/[\s,，]+/).filter((kind) => kind !== '')
  const users = entriesOf(options.blockUsers)
  return {
    kinds: new Set(kinds.length > 0 ? kinds : own),
    words: entriesOf(options.blockWords).map(folded).filter(filled),
    users: new Set([...users, ...users.map(folded)].filter(filled)),
    minLevel: options.minLevel,
    minCents: Math.round(options.minValue * 100),
    tests: !options.hideTests,
  }
}

/** True if an event may be shown. */
export function passes(event: FeedEvent, filter: Filter): boolean {
  return (
    filter.kinds.has(event.type) &&
    (filter.tests || !isTest(event)) &&
    (event.user === undefined || welcome(event.user, filter)) &&
    !filter.words.some((word) => saidIn(event).includes(word)) &&
    worthwhile(event, filter)
  )
}

/** True if nothing about a user is blocked. */
export function welcome({ id, name }: User, { users, words }: Filter): boolean {
  const plain = folded(name ?? '')
  const blocked = users.has(plain) || (id !== undefined && users.has(id))
  return !blocked && !words.some((word) => plain.includes(word))
}

/** What a gift, a message or a membership is worth; of a streak, all of it so far. */
export function worthOf(event: FeedEvent): Money | undefined {
  if (event.type === 'superchat' || event.type === 'membership') return event.value
  if (event.type !== 'gift') return undefined
  return event.combo ? times(event.price, event.combo.total) : event.value
}

/** An amount, so many times. */
export function times({ amount, unit, cents }: Money, count: number): Money {
  return { amount: amount * count, unit, ...(cents === undefined ? {} : { cents: cents * count }) }
}

/** Text as it is compared: without case, width and everything that hides a word. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{Cf}]+/gu, '')
}

/** True for what somebody made up to try things out. */
function isTest({ test = false, id }: FeedEvent): boolean {
  return test || id.startsWith('test:')
}

function saidIn(event: FeedEvent): string {
  if (event.type === 'chat') return folded(event.text)
  return event.type === 'superchat' ? folded(`${event.text} ${event.translation ?? ''}`) : ''
}

/** Levels are asked of those who act for free, a price of those who pay. */
function worthwhile(event: FeedEvent, { minLevel, minCents }: Filter): boolean {
  if (event.type === 'gift' || event.type === 'superchat' || event.type === 'membership') {
    return minCents <= 0 || (worthOf(event)?.cents ?? 0) >= minCents
  }
  return minLevel <= 0 || !free.has(event.type) || (event.user?.level ?? 0) >= minLevel
}

const free: ReadonlySet<string> = new Set(['chat', 'enter', 'follow', 'share', 'like'])

function entriesOf(text: string): readonly string[] {
  return text
    .split(/[,，、\n]/)
    .map((entry) => entry.trim())
    .filter(filled)
}

function filled(text: string): boolean {
  return text !== ''
}
