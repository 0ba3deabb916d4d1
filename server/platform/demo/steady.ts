import { pick, seededRandom, type Random } from '../../lib/random.ts'
import type { Timed } from '../platform.ts'
import { createCast } from './cast.ts'
import { recordedChat } from './recorded/chat.ts'

// Makes the whole event, as JSON of the feed, about 350 bytes long: a common size of a chat event.
const textBytes = 128
const distinctTexts = 256

/** Yields only chat, this many events a second at regular intervals, without ids. */
export function* steady(perSecond: number, seed: number): Generator<Timed, never> {
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
