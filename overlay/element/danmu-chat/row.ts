import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { MembershipEvent, SuperchatEvent } from '../../../proto/feed/index.ts'
import { weightOf } from '../../client/money.ts'
import type { ElementWords } from '../../locale/element.ts'
import { giftNameOf, nameOf } from '../../locale/name.ts'
import { streakDetails } from '../base/streak-details.ts'
import { avatar, badges, picture } from '../base/user-parts.ts'
import { messageContent } from '../base/message-content.ts'
import { tierOf } from '../../danmaku/line-kind.ts'
import { type Shade, shadeOf } from '../base/tier.ts'
import type { OtherEvent, Row } from './list.ts'

type GiftRow = Extract<Row, { kind: 'gift' }>
type ChatRow = Extract<Row, { kind: 'chat' }>
type NoteEvent = Exclude<OtherEvent, SuperchatEvent | MembershipEvent>

/** Renders the content of a row. */
export function rowContent(row: Row, words: ElementWords): TemplateResult {
  if (row.kind === 'chat') return chatContent(row, words)
  if (row.kind === 'gift') return giftContent(row, words)
  if (row.event.type === 'superchat') return superchatContent(row.event, words)
  if (row.event.type === 'membership') return membershipContent(row.event, words)
  return noteContent(row.event, words)
}

/** Returns the colour of a paid row. */
export function shadeOfRow(row: Row): Shade | undefined {
  if (row.kind === 'gift') return `tier-${tierOf(weightOf(row.streak.value))}`
  if (row.event.type === 'superchat') return `tier-${tierOf(weightOf(row.event.value)) || 1}`
  return row.event.type === 'membership' ? shadeOf(row.event) : undefined
}

function chatContent({ event, times }: ChatRow, words: ElementWords): TemplateResult {
  const { user, replyTo, color = '' } = event
  const reply =
    replyTo &&
    html`<span part="reply" class="reply">${words.replyTo(nameOf(replyTo, words))} </span>`
  return html`${avatar(user)}
    <div part="body" class="body">
      <span part="header header--chat" class="header"
        >${badges(user, words)}<span part="author" class="author"
          >${nameOf(event.user, words)}</span
        ></span
      >
      <span
        part="text text--chat"
        class="text"
        .style=${/^#\w{6}$/.test(color) ? `--own-color:${color}` : ''}
        >${reply}${messageContent(event)}</span
      >${times > 1 ? counter(times) : nothing}
    </div>`
}

function giftContent({ event, streak }: GiftRow, words: ElementWords): TemplateResult {
  const { gift } = streak.event
  return html`${avatar(event.user)}
    <div part="body" class="body">
      <span part="header header--gift" class="header"
        ><span part="author" class="author">${nameOf(event.user, words)}</span></span
      >
      <span part="text text--gift" class="text"
        >${words.gift('', giftNameOf(gift, words)).trim()}</span
      >
      <span part="amount" class="details number">${streakDetails(streak, words)}</span>
    </div>
    ${picture(gift.image, 'gift-image', '')}${counter(streak.total)}`
}

function superchatContent(event: SuperchatEvent, words: ElementWords): TemplateResult {
  const { user, text, translation, value } = event
  return html`<div part="header header--superchat" class="header">
      ${avatar(user)}
      <span part="author" class="author">${nameOf(event.user, words)}</span>
      <span part="amount" class="amount number">${words.money(value)}</span>
    </div>
    <div part="text text--superchat" class="text">
      ${text}${translation === undefined ? nothing : html`<div class="reply">${translation}</div>`}
    </div>`
}

function membershipContent(event: MembershipEvent, words: ElementWords): TemplateResult {
  const { user, value } = event
  return html`<div part="header header--membership" class="header">
    ${avatar(user)}
    <span part="body" class="body"
      ><span part="author" class="author">${nameOf(event.user, words)}</span>
      <span part="text text--membership" class="text"
        >${words.membership('', event).trim()}</span
      ></span
    >
    ${value && weightOf(value) > 0 ? html`<span part="amount" class="amount number">${words.money(value)}</span>` : nothing}
  </div>`
}

function noteContent(event: NoteEvent, words: ElementWords): TemplateResult {
  return html`<span part="author" class="author">${nameOf(event.user, words)}</span>
    <span part="text text--note" class="text">${words.deeds[event.type]}</span>
    ${event.type === 'like' ? counter(event.count) : nothing}`
}

/** Renders a count that animates when it changes. */
function counter(count: number): unknown {
  return keyed(count, html`<span part="count" class="count number">×${count}</span>`)
}
