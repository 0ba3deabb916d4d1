import type {
  ChatEvent,
  ChatPart,
  FeedEvent,
  GiftEvent,
  MembershipEvent,
  SuperchatEvent,
} from '../../../proto/feed/index.ts'
import { times, weightOf } from '../../client/money.ts'
import { type LineKind, paidKind } from '../../danmaku/line-kind.ts'
import type { Comment, LinePart, Picture } from '../../danmaku/line.ts'
import type { OverlayWords } from '../../locale/overlay.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'

/** Returns the line of an event on the stage; undefined if it has none. */
export function commentOf(event: FeedEvent, words: OverlayWords): Comment | undefined {
  if (event.type === 'chat') return chatLine(event)
  if (event.type === 'superchat') return superchatLine(event, words)
  if (event.type === 'gift') return giftLine(event, words)
  if (event.type === 'membership') return membershipLine(event, words)
  return undefined
}

// Longer than any platform accepts; a forged line must not cost a screen's worth of pixels.
const maxCharacters = 120
const maxParts = 24
const maxRatio = 6

type Wording = Omit<Comment, 'id' | 'userId' | 'saidIn'>

function lineFrom(event: FeedEvent, wording: Wording): Comment | undefined {
  const text = oneLine(wording.text)
  if (text === '') return undefined
  const userId = event.user?.id
  return {
    id: event.id,
    ...(userId === undefined ? {} : { userId }),
    ...(isSaid(event) ? { saidIn: event.source } : {}),
    ...wording,
    text,
  }
}

function chatLine(event: ChatEvent): Comment | undefined {
  const { text, color, mode } = event
  const parts = partsOf(event)
  return lineFrom(event, {
    kind: 'plain',
    text,
    ...(color === undefined ? {} : { color }),
    ...(mode === undefined || mode === 'scroll' ? {} : { mode }),
    ...(parts ? { parts } : {}),
  })
}

/** Returns the pieces of a line that has pictures we may show; undefined if it has none. */
function partsOf({ parts = [] }: ChatEvent): readonly LinePart[] | undefined {
  const pieces = parts.slice(0, maxParts).flatMap((part): readonly LinePart[] => {
    const picture = pictureOf(part)
    if (picture) return [picture]
    const text = oneLine(part.text ?? part.alt ?? '')
    return text === '' ? [] : [{ text }]
  })
  return pieces.some((piece) => 'image' in piece) ? pieces : undefined
}

function pictureOf({ image, alt, text, width, height }: ChatPart): Picture | undefined {
  if (image === undefined || !/^https:\/\//i.test(image)) return undefined
  const ratio = width && height ? Math.min(maxRatio, Math.max(1 / maxRatio, width / height)) : 1
  return { image, alt: oneLine(alt ?? text ?? ''), ratio }
}

function superchatLine(event: SuperchatEvent, words: OverlayWords): Comment | undefined {
  const kind = paidKind(weightOf(event.value)) ?? 'paid-1'
  const text = `${nameOf(event.user, words)} ${event.text}`
  return lineFrom(event, { kind, badge: words.money(event.value), text })
}

/**
 * Returns the line of a gift. A streak has a line for its first gift and one for its total, none
 * for the steps between.
 */
function giftLine(event: GiftEvent, words: OverlayWords): Comment | undefined {
  const { combo, price } = event
  const items = combo?.final ? combo.total : event.count
  const first = !combo || combo.total === event.count
  if (items === 0 || (!first && !(combo.final && items > 1))) return undefined
  const kind = paidKind(weightOf(first ? event.value : times(price, items)))
  const text = words.gift(nameOf(event.user, words), giftNameOf(event.gift, words))
  const count = `×${items}`
  return lineFrom(
    event,
    kind ? { kind, badge: count, text } : { kind: 'plain', text: `${text} ${count}` },
  )
}

function membershipLine(event: MembershipEvent, words: OverlayWords): Comment | undefined {
  const text = words.membership(nameOf(event.user, words), event)
  return lineFrom(event, { kind: membershipKind(event), text })
}

function membershipKind({ guard, value }: MembershipEvent): LineKind {
  if (guard) return `guard-${guard}`
  return paidKind(weightOf(value)) ?? 'paid-2'
}

function isSaid({ type }: FeedEvent): boolean {
  return type === 'chat' || type === 'superchat'
}

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  const characters = Array.from(flat)
  return characters.length <= maxCharacters
    ? flat
    : `${characters.slice(0, maxCharacters).join('')}…`
}
