import type { GiftEvent } from '../../../proto/feed/index.ts'
import { pictureAddress } from '../base/address.ts'

/** What the page's author wants to see for some gifts. */
export interface EffectRule {
  /** Name or id of the gift; any gift if absent. */
  readonly gift?: string
  /** The least the gift, or its streak so far, must be worth, yuan. */
  readonly minValue?: number
  /** A video (`webm`, `mp4`) or a moving picture; absent means the picture of the gift, large. */
  readonly url?: string
  /** What is to be heard meanwhile. All files are https, or from where the page is. */
  readonly sound?: string
  /** How long a picture is shown; a video plays to its end. Seconds, default 5. */
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

/** Effects that may wait at once. */
export const mostEffects = 8

const usualSeconds = 5
const longestSeconds = 20

/** Reads the `effects` attribute: a JSON list of rules. What is none is left out. */
export function readRules(text: string): readonly EffectRule[] {
  const value = text.trim() === '' ? [] : json(text)
  return Array.isArray(value) ? value.filter(isRule) : []
}

/** The effect of a gift: that of the first rule it obeys. A gift without a picture has none. */
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

/** The waiting effects with one more: the dearest first; where too many wait, the cheapest is lost. */
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
    return undefined // an attribute that is no JSON has no rules
  }
}
