import { z } from 'zod'
import type { Api } from './endpoint.ts'

const well = z.object({ status: z.literal('ok') })

/** The endpoints for probes and for Prometheus. */
export const healthApi = {
  'GET /livez': {
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
  'GET /readyz': {
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
  'GET /metrics': {
    tag: 'Health',
    summary: 'Returns the metrics in the text format of Prometheus.',
    answers: { 200: { description: 'The metrics.', type: 'text/plain', body: z.string() } },
  },
} as const satisfies Api
