import { z } from 'zod'
import { limit, login } from '../feed/schema/common.ts'
import { bilingual, epochMs } from './common.ts'
import type { Api } from './endpoint.ts'

/** The steps from a room's name to its events. */
export const doctorSteps = [
  'page',
  'cookie',
  'signature',
  'handshake',
  'frames',
  'kinds',
  'completeness',
] as const

const tally = z.record(z.string(), z.int())

const report = z.object({
  id: z.string(),
  room: z.string(),
  at: epochMs,
  state: z.enum(['running', 'done']),
  profile: z.string().optional(),
  unofficial: z.boolean().optional(),
  findings: z.array(
    z.object({
      step: z.enum(doctorSteps),
      verdict: z.enum(['ok', 'warning', 'failed', 'skipped']),
      code: z.string(),
      detail: z.string().optional(),
      words: z.object({ says: bilingual, cure: bilingual.optional() }),
    }),
  ),
  limits: z.array(limit),
  login: login.optional(),
  requests: z.array(z.object({ host: z.string(), path: z.string(), status: z.int().optional() })),
  frames: z.int(),
  kinds: z.object({ events: tally, unknown: tally, leftOut: tally, faults: tally }),
})

/** The endpoints of the doctor. */
export const doctorApi = {
  'POST /api/doctor': {
    tag: 'Doctor',
    summary: 'Starts an examination of a source, with your cookie for it, step by step.',
    problems: ['not-a-room'],
    body: z.strictObject({
      room: z
        .string()
        .max(600)
        .describe('`platform:ref`, the address of a room, or a configured room of one source.'),
    }),
    answers: { 202: { description: 'The report so far; ask for it by its id.', body: report } },
  },
  'GET /api/doctor': {
    tag: 'Doctor',
    summary: 'Lists the last reports, oldest first.',
    answers: {
      200: { description: 'The reports.', body: z.object({ reports: z.array(report) }) },
    },
  },
  'GET /api/doctor/:id': {
    tag: 'Doctor',
    summary: 'Returns one report, finished or not; it contains no cookie, token or signed address.',
    problems: ['not-found'],
    params: z.object({ id: z.string() }),
    answers: { 200: { description: 'The report.', body: report } },
  },
} as const satisfies Api
