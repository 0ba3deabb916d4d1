import { z } from 'zod'
import type { Draft } from '../draft.ts'
import { time } from './common.ts'
import { eventSchemas } from './event.ts'

/** An event somebody publishes to try things out: what it may leave out, the server adds. */
export type TestEvent = Draft & { readonly source?: string | undefined }

const mayBeLeftOut = {
  id: z.string().min(1).max(200).optional().describe('Made by the server if absent.'),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9._-]{1,120}$/, 'must be platform:ref')
    .optional()
    .describe('Shown as `test:platform.ref`.'),
  at: time.optional().describe('Now if absent.'),
}

const known = eventSchemas.map(({ shape }) => shape.type.value).join(', ')

// Without what the server decides, whoever sends it: an event copied from a feed goes as it is.
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

/** Checks a {@link TestEvent}; fields nobody knows, and those the server decides, are left out. */
export const testEvent = z
  .discriminatedUnion('type', drafts as Drafts, {
    error: ({ code }) => (code === 'invalid_union' ? `must be one of ${known}` : undefined),
  })
  .meta({ id: 'TestEvent', description: 'An event of the feed, without what the server adds.' })
