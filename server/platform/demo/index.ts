import type { GeneratedPlatform, Timed } from '../platform.ts'
import { busy } from './busy.ts'
import { pick, seededRandom, type Random } from '../../lib/random.ts'
import { createCast } from './cast.ts'
import { recordedChat } from './recorded/chat.ts'

/** The maximum number of chat events a second in a demo room. */
const maxPerSecond = 10_000

/** The maximum rate without a token; a higher rate is a load that only some callers may cause. */
const maxPublicPerSecond = 1_000

const rate = /^[1-9]\d{0,4}$/

/** Returns the number of chat events a second in `demo:<n>`; 0 for any other ref. */
function perSecondOf(ref: string): number {
  return rate.test(ref) ? Number(ref) : 0
}

/** Returns why only some callers may open a ref; undefined if every local caller may. */
function costOf(ref: string): string | undefined {
  if (perSecondOf(ref) <= maxPublicPerSecond) return undefined
  return `demo rooms of more than ${maxPublicPerSecond} events a second take a token with rooms:open`
}

/** Rooms that need no network: `demo:busy`, and `demo:<n>` with this many chat events a second. */
export const demo: GeneratedPlatform = {
  kind: 'generated',
  name: 'demo',
  site: { platform: 'demo', title: { en: 'Demo', 'zh-CN': '演示' } },
  timeline,
  costOf,
}

function timeline(ref: string, seed: number): Iterator<Timed, never> {
  if (ref === 'busy') return busy(seed)
  const perSecond = perSecondOf(ref)
  if (perSecond >= 1 && perSecond <= maxPerSecond) return steady(perSecond, seed)
  throw new RangeError(
    `there is no demo:${ref}; there is demo:busy, and demo:1 to demo:${maxPerSecond} for so many events a second`,
  )
}

// Makes the whole event, as JSON of the feed, about 350 bytes long: a common size of a chat event.
const textBytes = 128
const distinctTexts = 256

/** Yields only chat, this many events a second at regular intervals, without ids. */
function* steady(perSecond: number, seed: number): Generator<Timed, never> {
  const random = seededRandom(seed)
  const cast = createCast(random)
  const texts = Array.from({ length: distinctTexts }, () => textOf(random))
  for (let index = 0; ; index++) {
    const draft = { type: 'chat', user: pick(random, cast), text: pick(random, texts) } as const
    yield { afterMs: (index * 1000) / perSecond, draft }
  }
}

/** Joins random recorded lines until they have the wanted size. */
function textOf(random: Random): string {
  const encoder = new TextEncoder()
  let text = ''
  for (;;) {
    const longer = `${text} ${pick(random, recordedChat)}`.trim()
    if (encoder.encode(longer).length > textBytes && text !== '') return text
    text = longer
  }
}
