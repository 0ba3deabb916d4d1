import { z } from 'zod'
import type { FeedEvent } from '../feed/index.ts'
import { feedEvent } from '../feed/schema/event.ts'

/** An event of the feed, with the type that is printed from its schema. */
export const event = feedEvent as z.ZodType<FeedEvent, FeedEvent>

/** A time. */
export const epochMs = z.int().describe('Epoch milliseconds.')

/** A text for users, in both languages. */
export const bilingual = z.object({ en: z.string(), 'zh-CN': z.string() })

/** Returns the schema of a whole number in a query, where it is a text. */
export function wholeNumber(min: number, max: number): z.ZodType<number> {
  const number = z.int().min(min).max(max)
  return z.preprocess(
    (text) => (typeof text === 'string' && text !== '' ? Number(text) : text),
    number,
  )
}
