import type {
  ChatEvent,
  FeedEvent,
  GiftEvent,
  MembershipEvent,
  Money,
  SuperchatEvent,
} from '../../proto/feed/index.ts'
import type { Words } from '../locale/index.ts'

/**
 * What a line looks like: `plain` text with an outline, or a pill in the colour of a price tier
 * (6 is the dearest) or of a guard rank (1 is the highest).
 */
export type Tone = 'plain' | 'paid-1' | 'paid-2' | 'paid-3' | 'paid-4' | 'paid-5' | 'paid-6' | Guard
type Guard = 'guard-1' | 'guard-2' | 'guard-3'

/** One message as it crosses the stage. */
export interface Line {
  /** Of the event. */
  readonly id: string
  readonly userId?: string
  readonly tone: Tone
  readonly text: string
  /** Stands out at the head of a pill: an amount or a count. */
  readonly badge?: string
  /** `#rrggbb`, of plain text only. */
  readonly color?: string
}

/** What an event says on the stage; undefined if it says nothing there. */
export function lineOf(event: FeedEvent, words: Words): Line | undefined {
  if (event.type === 'chat') return chatLine(event)
  if (event.type === 'superchat') return superchatLine(event, words)
  if (event.type === 'gift') return giftLine(event, words)
  if (event.type === 'membership') return membershipLine(event, words)
  return undefined
}

/** The tone of a price; undefined if it is free, or too little to stand out. */
export function paidTone({ cents = 0 }: Money): Tone | undefined {
  return tiers.find(({ fromCents }) => cents >= fromCents)?.tone
}

/** Which of two lines goes first when there is no room for both: the higher number. */
export function priorityOf(tone: Tone): number {
  return tone === 'plain' ? 0 : priorities[tone]
}

// The steps at which Bilibili's own superchats change colour; the first one is ours.
const tiers = [
  { fromCents: 200_000, tone: 'paid-6' },
  { fromCents: 100_000, tone: 'paid-5' },
  { fromCents: 50_000, tone: 'paid-4' },
  { fromCents: 10_000, tone: 'paid-3' },
  { fromCents: 5_000, tone: 'paid-2' },
  { fromCents: 100, tone: 'paid-1' },
] as const

const priorities: Readonly<Record<Exclude<Tone, 'plain'>, number>> = {
  'paid-1': 1,
  'paid-2': 2,
  'paid-3': 3,
  'guard-3': 4, // a captain is 198 CNY, an admiral 1,998, a governor 19,998
  'paid-4': 5,
  'paid-5': 6,
  'guard-2': 7,
  'paid-6': 8,
  'guard-1': 9,
}

// Longer than any platform takes; a made-up line must not cost a screen's worth of pixels.
const maxCharacters = 120

type Wording = Omit<Line, 'id' | 'userId'>

function lineFrom(event: FeedEvent, wording: Wording): Line | undefined {
  const text = oneLine(wording.text)
  if (text === '') return undefined
  const userId = event.user?.id
  return { id: event.id, ...(userId === undefined ? {} : { userId }), ...wording, text }
}

function chatLine(event: ChatEvent): Line | undefined {
  const { text, color } = event
  return lineFrom(event, { tone: 'plain', text, ...(color === undefined ? {} : { color }) })
}

function superchatLine(event: SuperchatEvent, words: Words): Line | undefined {
  const tone = paidTone(event.value) ?? 'paid-1'
  const text = `${nameOf(event, words)} ${event.text}`
  return lineFrom(event, { tone, badge: words.money(event.value), text })
}

/** A streak says its first gift and, when it is over, its sum: not every step on the way. */
function giftLine(event: GiftEvent, words: Words): Line | undefined {
  const { combo, price } = event
  const items = combo?.final ? combo.total : event.count
  const first = !combo || combo.total === event.count
  if (items === 0 || (!first && !(combo.final && items > 1))) return undefined
  const cents = price.cents === undefined ? {} : { cents: price.cents * items }
  const tone = paidTone(first ? event.value : { ...price, ...cents })
  const text = words.gift(nameOf(event, words), event.gift.name)
  const count = `×${items}`
  return lineFrom(
    event,
    tone ? { tone, badge: count, text } : { tone: 'plain', text: `${text} ${count}` },
  )
}

function membershipLine(event: MembershipEvent, words: Words): Line | undefined {
  const text = words.membership(nameOf(event, words), event)
  return lineFrom(event, { tone: membershipTone(event), text })
}

function membershipTone({ guard, value }: MembershipEvent): Tone {
  if (guard) return `guard-${guard}`
  return (value && paidTone(value)) ?? 'paid-2'
}

function nameOf({ user }: FeedEvent, words: Words): string {
  return user?.name ?? words.somebody
}

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  const characters = Array.from(flat)
  return characters.length <= maxCharacters
    ? flat
    : `${characters.slice(0, maxCharacters).join('')}…`
}
