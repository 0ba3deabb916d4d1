import { z } from 'zod'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Clock } from '../../lib/time/clock.ts'
import { type NamedOverlay, type Overlays, TooManyOverlays } from '../../overlay/overlays.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'
import { noSuchOverlay, overlayFor, type OverlayAccess } from '../auth/overlay-access.ts'

const word = z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be a-z, 0-9 and -, up to 64 characters')
const percent = z.number().min(0).max(100)

const widget = z.strictObject({
  kind: word,
  place: z.strictObject({ left: percent, top: percent, width: percent, height: percent }),
  options: z.record(word, z.union([z.number(), z.boolean(), z.string().max(4_000)])),
})

// Only the page knows the meaning of an option; it also has to read designs of older versions.
const design = z.strictObject({
  room: z
    .string()
    .refine((text) => parseRoomId(text), 'must be a slug or platform:ref')
    .optional(),
  lang: z.string().max(35).optional(),
  theme: word,
  scheme: z.enum(['dark', 'light']).optional(),
  widgets: z.array(widget).max(16),
})

const overlay = z.object({ name: word, design, updatedAt: z.int() })
const params = z.object({ name: word })

/** Dependencies of {@link overlayRoutes}. */
export interface OverlayRouteParts extends OverlayAccess {
  readonly clock: Clock
}

/** Returns the routes of `/api/overlays`, the named overlays; pages follow a change at once. */
export function overlayRoutes(parts: OverlayRouteParts): readonly Route[] {
  const { overlays } = parts
  return [listRoute(overlays), readRoute(parts), saveRoute(parts), removeRoute(overlays)]
}

function listRoute(overlays: Overlays): Route {
  return {
    method: 'GET',
    path: '/api/overlays',
    access: 'observe',
    doc: {
      tag: 'Overlays',
      summary: 'Lists the named overlays.',
      answers: { 200: { description: 'By name.', body: z.object({ overlays: z.array(overlay) }) } },
    },
    handle: (c) => c.json({ overlays: overlays.list() }),
  }
}

function readRoute(parts: OverlayRouteParts): Route {
  return {
    method: 'GET',
    path: '/api/overlays/:name',
    access: 'read', // checked below: the readers of the room that it shows
    doc: {
      tag: 'Overlays',
      summary: 'Returns an overlay to callers who may read its room.',
      problems: ['no-such-overlay'],
      params,
      answers: { 200: { description: 'The overlay.', body: overlay } },
    },
    handle: (c) => c.json(overlayFor(c.req.param('name') ?? '', c.get('principal'), parts)),
  }
}

function saveRoute({ overlays, clock }: OverlayRouteParts): Route {
  return {
    method: 'PUT',
    path: '/api/overlays/:name',
    access: 'administer',
    doc: {
      tag: 'Overlays',
      summary: 'Creates or replaces an overlay; pages that show it follow at once.',
      problems: ['conflict'],
      params,
      body: design,
      answers: { 200: { description: 'The overlay.', body: overlay } },
    },
    handle: async (c) => {
      const name = nameIn(c.req.param('name'))
      const wanted: NamedOverlay = {
        name,
        design: await jsonBody(c, design),
        updatedAt: clock.now(),
      }
      await withinLimit(() => overlays.save(wanted))
      return c.json(wanted)
    },
  }
}

function removeRoute(overlays: Overlays): Route {
  return {
    method: 'DELETE',
    path: '/api/overlays/:name',
    access: 'administer',
    doc: {
      tag: 'Overlays',
      summary: 'Removes an overlay; pages that show it stay as they are.',
      problems: ['no-such-overlay'],
      params,
      answers: { 204: { description: 'Removed.' } },
    },
    handle: async (c) => {
      if (await overlays.remove(c.req.param('name') ?? '')) return c.body(null, 204)
      throw new Problem('no-such-overlay', noSuchOverlay.reason)
    },
  }
}

function nameIn(text: string | undefined): string {
  const parsed = word.safeParse(text)
  if (parsed.success) return parsed.data
  throw new Problem('bad-request', `name: ${parsed.error.issues[0]?.message}`)
}

async function withinLimit(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    if (!(cause instanceof TooManyOverlays)) throw cause
    throw new Problem('conflict', cause.message, { cause })
  }
}
