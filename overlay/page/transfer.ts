import { html, nothing, type TemplateResult } from 'lit'
import type { CoinWords } from '../locale/coin.ts'
import type { Transfer } from './api.ts'

/** Renders the facts of a transfer: its kind, what was given, where, why, by whom. */
export function transferFacts(
  { kind, at, coins, balance, room, gift, text, reason, by, refundedBy }: Transfer,
  words: CoinWords,
  language: string,
): TemplateResult {
  const facts = [
    gift && `${gift.name} ×${gift.quantity}`,
    text,
    room && words.room(room),
    reason,
    by && words.by(by.name ?? by.id),
    words.after(balance),
    refundedBy && words.refunded,
  ].filter((fact) => fact !== undefined)
  const time = new Date(at)
  return html`<b>${words.kinds[kind]}</b>
    <span class="coins">${coins > 0 ? `+${coins}` : coins}</span>
    <span class="quiet"
      ><time datetime=${time.toISOString()}>${time.toLocaleString(language)}</time
      >${facts.length === 0 ? nothing : ` · ${facts.join(' · ')}`}</span
    >`
}
