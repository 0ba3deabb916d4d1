import type { FeedEvent, Money, NoticeEvent } from '../../proto/feed/index.ts'
import { weightOf } from '../client/money.ts'
import { wordsFor } from '../locale/index.ts'
import { overlayWords } from '../locale/overlay.ts'
import { type NoticeFacts, type PageWords, pageWords } from '../locale/page.ts'
import { sourceText } from '../locale/status.ts'
import { giftNameOf, nameOf } from '../locale/name.ts'

/** The text of an event. */
export interface EventText {
  /** The author of `text`; absent if the text contains the name. */
  readonly name?: string
  readonly text: string
  /** The price. */
  readonly value?: string
}

/** Returns the text of an event for a list, in a language (BCP 47). */
export function eventText(event: FeedEvent, language: string): EventText {
  const words = wordsFor(overlayWords, language)
  const name = nameOf(event.user, words)
  const sentence = deed(event, name, language) ?? fact(event, language)
  const value = paid(event)
  return {
    ...(sentence === undefined ? { name } : {}),
    text: sentence ?? ('text' in event ? (event.text ?? '') : ''),
    ...(value && weightOf(value) > 0 ? { value: words.money(value) } : {}),
  }
}

function deed(event: FeedEvent, name: string, language: string): string | undefined {
  const words = wordsFor(overlayWords, language)
  if (event.type === 'gift')
    return `${words.gift(name, giftNameOf(event.gift, words))} ×${event.count}`
  if (event.type === 'membership') return words.membership(name, event)
  if (event.type === 'like') return wordsFor(pageWords, language).liked(name, event.count)
  return undefined
}

function fact(event: FeedEvent, language: string): string | undefined {
  const page = wordsFor(pageWords, language)
  if (event.type === 'stats') return event.online === undefined ? '' : page.online(event.online)
  if (event.type === 'rank') return page.ranked(event.board, event.rows.length)
  if (event.type === 'room') return joined(page.roomStates[event.state], event.title)
  if (event.type === 'source') return sourceText(event, language)
  if (event.type === 'notice') return noticed(event, page)
  return undefined
}

function noticed(event: NoticeEvent, { notices, eventTypes }: PageWords): string {
  const { code, text = '', count } = event
  const types: Readonly<Record<string, string>> = eventTypes
  const texts: Readonly<Record<string, (notice: NoticeFacts) => string>> = notices
  return texts[code]?.({ text: types[text] ?? text, count }) ?? (text || eventTypes.notice)
}

function joined(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first} · ${second}`
}

function paid(event: FeedEvent): Money | undefined {
  return event.type === 'gift' || event.type === 'superchat' || event.type === 'membership'
    ? event.value
    : undefined
}
