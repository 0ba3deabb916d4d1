import { z } from 'zod'
import { decide, wholeServer } from '../../account/policy.ts'
import type { Endpoint } from '../../../proto/api/endpoint.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link healthRoutes}. */
export interface HealthRouteParts {
  /**
   * Returns the current problems, in words.
   *
   * @param named - true if the words may name rooms, which not every caller may know.
   */
  readonly trouble: (named: boolean) => Promise<readonly string[]>
  readonly metrics: () => Promise<string>
  /** Returns the recent lag of the event loop, in ms. */
  readonly loopLagMs: () => number
  /** The lag from which on `/livez` reports a stalled process, in ms. */
  readonly liveLagMs: number
}

const well = z.object({ status: z.literal('ok') })
const docs = {
  livez: {
    tag: 'Health',
    summary: 'Reports whether the event loop runs; if not, restart the process.',
    answers: {
      200: { description: 'The event loop runs.', body: well },
      503: {
        description: 'The event loop was blocked.',
        body: z.object({ status: z.literal('stalled'), lagMs: z.int() }),
      },
    },
  },
  readyz: {
    tag: 'Health',
    summary: 'Reports whether the server is ready, and the causes if it is not.',
    answers: {
      200: { description: 'Ready.', body: well },
      503: {
        description: 'Not ready.',
        body: z.object({ status: z.literal('not ready'), trouble: z.array(z.string()) }),
      },
    },
  },
  metrics: {
    tag: 'Health',
    summary: 'Returns the metrics in the text format of Prometheus.',
    answers: { 200: { description: 'The metrics.', type: 'text/plain', body: z.string() } },
  },
} as const satisfies Record<string, Endpoint>

/** Returns the routes `/livez`, `/readyz` (with the current problems, in words) and `/metrics`. */
export function healthRoutes(parts: HealthRouteParts): readonly Route[] {
  const { trouble, metrics, loopLagMs, liveLagMs } = parts
  return [
    {
      method: 'GET',
      path: '/livez',
      access: 'public',
      file: true, // the loader in OBS is a page on disk, and waits for any answer
      shared: true,
      doc: docs.livez,
      // The answer depends on the event loop alone. A blocked loop answers nothing, so a probe times
      // out; a loop that can answer only between two blocks reports that here.
      handle: (c) => {
        const lagMs = Math.round(loopLagMs())
        if (lagMs < liveLagMs) return c.json({ status: 'ok' })
        return c.json({ status: 'stalled', lagMs }, 503, { 'retry-after': '10' })
      },
    },
    {
      method: 'GET',
      path: '/readyz',
      access: 'public',
      doc: docs.readyz,
      handle: async (c) => {
        const wrong = await trouble(decide(c.get('principal'), 'observe', wholeServer).allowed)
        if (wrong.length === 0) return c.json({ status: 'ok' })
        return c.json({ status: 'not ready', trouble: wrong }, 503, { 'retry-after': '5' })
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      access: 'observe',
      doc: docs.metrics,
      handle: async (c) =>
        c.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }),
    },
  ]
}
