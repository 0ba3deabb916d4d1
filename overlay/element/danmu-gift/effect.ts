import type { GiftEvent } from '../../../proto/feed/index.ts'
import { pictureAddress } from '../base/address.ts'

/** A rule of the page's author for the effect of some gifts. */
export interface EffectRule {
  /** The name or id of the gift; any gift if absent. */
  readonly gift?: string
  /** The minimum value of the gift, or of its streak so far, yuan. */
  readonly minValue?: number
  /** A video (`webm`, `mp4`) or a moving picture; absent means the picture of the gift, large. */
  readonly url?: string
  /** The sound of the effect. All files are https, or relative to the page. */
  readonly sound?: string
  /** The duration of a picture; a video plays to its end. Seconds, default 5. */
  readonly seconds?: number
}

/** An effect that plays or waits. */
export interface Effect {
  readonly key: string
  readonly url: string
  readonly kind: 'video' | 'picture' | 'gift'
  readonly sound?: string
  readonly lastsMs: number
  readonly cents: number
}

/** The bound of waiting effects. */
export const mostEffects = 8

const usualSeconds = 5
const longestSeconds = 20

/** Reads the `effects` attribute: a JSON list of rules. Invalid entries are ignored. */
export function readRules(text: string): readonly EffectRule[] {
  const value = text.trim() === '' ? [] : json(text)
  return Array.isArray(value) ? value.filter(isRule) : []
}

/**
 * Returns the effect of a gift: that of the first matching rule. A gift without a picture has none.
 */
export function effectOf(
  event: GiftEvent,
  { key, cents, rules }: { key: string; cents: number; rules: readonly EffectRule[] },
): Effect | undefined {
  const { id, name, image } = event.gift
  const rule = rules.find(
    ({ gift, minValue = 0 }) =>
      (gift === undefined || gift === id || gift === name) && cents >= minValue * 100,
  )
  const url = rule && (rule.url ?? pictureAddress(image))
  if (!rule || url === undefined) return undefined
  const { seconds = usualSeconds, sound } = rule
  const kind = rule.url === undefined ? 'gift' : isVideo(url) ? 'video' : 'picture'
  const lastsMs = (kind === 'video' ? longestSeconds : Math.min(longestSeconds, seconds)) * 1_000
  return { key, url, kind, lastsMs, cents, ...(sound === undefined ? {} : { sound }) }
}

/**
 * Returns the waiting effects with one more, the dearest first; beyond the bound the cheapest is
 * dropped.
 */
export function queued(queue: readonly Effect[], effect: Effect): readonly Effect[] {
  const index = queue.findIndex(({ cents }) => cents < effect.cents)
  const at = index === -1 ? queue.length : index
  return [...queue.slice(0, at), effect, ...queue.slice(at)].slice(0, mostEffects)
}

function isVideo(url: string): boolean {
  return /\.(webm|mp4)$/i.test(url.replace(/[?#].*$/, ''))
}

function isRule(value: unknown): value is EffectRule {
  if (typeof value !== 'object' || value === null) return false
  const rule: Readonly<Record<string, unknown>> = { ...value }
  const optional = (field: string, type: string): boolean =>
    rule[field] === undefined || typeof rule[field] === type
  return (
    optional('url', 'string') &&
    optional('sound', 'string') &&
    optional('gift', 'string') &&
    optional('minValue', 'number') &&
    optional('seconds', 'number')
  )
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // an attribute that is not JSON has no rules
  }
}
