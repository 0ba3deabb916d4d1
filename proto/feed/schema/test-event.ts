import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { time } from './common.ts'
import { eventSchemas } from './event.ts'

/** An event that a client publishes as a test; the server adds omitted fields. */
export type TestEvent = Draft & { readonly source?: string | undefined }

const mayBeLeftOut = {
  id: z.string().min(1).max(200).optional().describe('Created by the server if absent.'),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9._-]{1,120}$/, 'must be platform:ref')
    .optional()
    .describe('Published as `test:platform.ref`.'),
  at: time.optional().describe('Now if absent.'),
}

const known = eventSchemas.map(({ shape }) => shape.type.value).join(', ')

// The fields that the server decides are ignored, so an event copied from a feed is valid.
const drafts = eventSchemas.map(({ shape }) => {
  const {
    v: _v,
    seq: _seq,
    room: _room,
    via: _via,
    receivedAt: _receivedAt,
    test: _test,
    ...own
  } = shape
  return z.object({ ...own, ...mayBeLeftOut })
})

type Drafts = [(typeof drafts)[number], ...typeof drafts]

/** Checks a {@link TestEvent}; removes unknown fields and those that the server decides. */
export const testEvent = z
  .discriminatedUnion('type', drafts as Drafts, {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${known}` : undefined),
  })
  .meta({
    id: 'TestEvent',
    description: 'An event of the feed, without the fields that the server adds.',
  })
