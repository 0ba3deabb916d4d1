import { healthApi } from '../../../proto/api/health.ts'
import { decide, wholeServer } from '../../account/policy.ts'
import { defineRoutes } from '../define-routes.ts'
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

/** Returns the routes `/livez`, `/readyz` (with the current problems, in words) and `/metrics`. */
export function healthRoutes(parts: HealthRouteParts): readonly Route[] {
  const { trouble, metrics, loopLagMs, liveLagMs } = parts
  return defineRoutes(healthApi, {
    'GET /livez': {
      access: 'public',
      file: true, // the loader in OBS is a page on disk, and waits for any answer
      shared: true,
      // The answer depends on the event loop alone. A blocked loop answers nothing, so a probe times
      // out; a loop that can answer only between two blocks reports that here.
      handle: ({ answer }) => {
        const lagMs = Math.round(loopLagMs())
        if (lagMs < liveLagMs) return { status: 'ok' }
        return answer(503, { status: 'stalled', lagMs }, { 'retry-after': '10' })
      },
    },
    'GET /readyz': {
      access: 'public',
      handle: async ({ principal, answer }) => {
        const wrong = await trouble(decide(principal, 'observe', wholeServer).allowed)
        if (wrong.length === 0) return { status: 'ok' }
        return answer(503, { status: 'not ready', trouble: wrong }, { 'retry-after': '5' })
      },
    },
    'GET /metrics': {
      access: 'observe',
      handle: async ({ c }) =>
        c.text(await metrics(), 200, { 'content-type': 'text/plain; version=0.0.4' }),
    },
  })
}
