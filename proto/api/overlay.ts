import { z } from 'zod'
import type { Api } from './endpoint.ts'
import { roomId, slug } from './name.ts'

const percent = z.number().min(0).max(100)

const widget = z.strictObject({
  kind: slug,
  place: z.strictObject({ left: percent, top: percent, width: percent, height: percent }),
  options: z.record(slug, z.union([z.number(), z.boolean(), z.string().max(4_000)])),
})

// Only the page knows the meaning of an option; it also has to read designs of older versions.
const design = z.strictObject({
  room: roomId.optional(),
  lang: z.string().max(35).optional(),
  theme: slug,
  scheme: z.enum(['dark', 'light']).optional(),
  widgets: z.array(widget).max(16),
})

const overlay = z.object({
  name: slug,
  design: z
    .looseObject({ room: roomId.optional() })
    .describe('As it was saved, maybe by an older version of the page.'),
  updatedAt: z.int(),
})
const params = z.object({ name: slug })

/** The endpoints of named overlays. */
export const overlayApi = {
  'GET /api/overlays': {
    tag: 'Overlays',
    summary: 'Lists the named overlays.',
    answers: { 200: { description: 'By name.', body: z.object({ overlays: z.array(overlay) }) } },
  },
  'GET /api/overlays/:name': {
    tag: 'Overlays',
    summary: 'Returns an overlay to callers who may read its room.',
    problems: ['no-such-overlay'],
    params,
    answers: { 200: { description: 'The overlay.', body: overlay } },
  },
  'GET /api/overlays/:name/stream': {
    tag: 'Overlays',
    summary: 'Opens a WebSocket, which sends the overlay at once and after each change.',
    params: z.object({ name: z.string() }), // a socket reports an odd name as it does a missing overlay
    query: z.object({ token: z.string().optional(), ticket: z.string().optional() }),
    answers: { 101: { description: 'The WebSocket; each message is an overlay as JSON.' } },
  },
  'PUT /api/overlays/:name': {
    tag: 'Overlays',
    summary: 'Creates or replaces an overlay; pages that show it follow at once.',
    problems: ['conflict'],
    params,
    body: design,
    answers: { 200: { description: 'The overlay.', body: overlay } },
  },
  'DELETE /api/overlays/:name': {
    tag: 'Overlays',
    summary: 'Removes an overlay; pages that show it stay as they are.',
    problems: ['no-such-overlay'],
    params,
    answers: { 204: { description: 'Removed.' } },
  },
} as const satisfies Api
