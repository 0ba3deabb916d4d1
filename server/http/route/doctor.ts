import { z } from 'zod'
import type { ProblemCode } from '../../../proto/feed/index.ts'
import type { Declined, Doctor } from '../../doctor/doctor.ts'
import { steps } from '../../doctor/report.ts'
import { jsonBody } from '../body.ts'
import { Problem } from '../problem.ts'
import type { Route } from '../route.ts'

const worded = z.object({ en: z.string(), 'zh-CN': z.string() })
const tally = z.record(z.string(), z.int())
const report = z.object({
  id: z.string(),
  room: z.string(),
  at: z.int(),
  state: z.enum(['running', 'done']),
  profile: z.string().optional(),
  unofficial: z.boolean().optional(),
  findings: z.array(
    z.object({
      step: z.enum(steps),
      verdict: z.enum(['ok', 'warning', 'failed', 'skipped']),
      code: z.string(),
      detail: z.string().optional(),
      words: z.object({ says: worded, cure: worded.optional() }),
    }),
  ),
  limits: z.array(z.string()),
  login: z.enum(['guest', 'account', 'app']).optional(),
  requests: z.array(z.object({ host: z.string(), path: z.string(), status: z.int().optional() })),
  frames: z.int(),
  kinds: z.object({ events: tally, unknown: tally, leftOut: tally, faults: tally }),
})

const wanted = z.strictObject({
  room: z
    .string()
    .max(600)
    .describe('`platform:ref`, the address of a room, or a configured room of one source.'),
})

const codes: Readonly<Record<Declined['declined'], ProblemCode>> = {
  malformed: 'bad-request',
  unknown: 'bad-request',
  busy: 'too-many-requests',
}

// The usual duration of an examination.
const busyMs = 10_000

/** Returns the routes of `/api/doctor`, which finds why a room is not received. For the owner only. */
export function doctorRoutes(doctor: Doctor): readonly Route[] {
  return [beginRoute(doctor), listRoute(doctor), reportRoute(doctor)]
}

function beginRoute(doctor: Doctor): Route {
  return {
    method: 'POST',
    path: '/api/doctor',
    access: 'administer',
    doc: {
      tag: 'Doctor',
      summary: 'Starts an examination of a source, with your cookie for it, step by step.',
      problems: ['not-a-room'],
      body: wanted,
      answers: { 202: { description: 'The report so far; ask for it by its id.', body: report } },
    },
    handle: async (c) => {
      const { room } = await jsonBody(c, wanted)
      const begun = doctor.begin(room)
      if ('report' in begun) return c.json(begun.report, 202)
      const { declined, reason } = begun
      const options = declined === 'busy' ? { afterMs: busyMs } : {}
      throw new Problem(codes[declined], reason, options)
    },
  }
}

function listRoute(doctor: Doctor): Route {
  return {
    method: 'GET',
    path: '/api/doctor',
    access: 'administer',
    doc: {
      tag: 'Doctor',
      summary: 'Lists the last reports, oldest first.',
      answers: {
        200: { description: 'The reports.', body: z.object({ reports: z.array(report) }) },
      },
    },
    handle: (c) => c.json({ reports: doctor.list() }),
  }
}

function reportRoute(doctor: Doctor): Route {
  return {
    method: 'GET',
    path: '/api/doctor/:id',
    access: 'administer',
    doc: {
      tag: 'Doctor',
      summary:
        'Returns one report, finished or not; it contains no cookie, token or signed address.',
      problems: ['not-found'],
      params: z.object({ id: z.string() }),
      answers: { 200: { description: 'The report.', body: report } },
    },
    handle: (c) => {
      const found = doctor.find(c.req.param('id') ?? '')
      if (!found) throw new Problem('not-found', 'there is no such report any more')
      return c.json(found)
    },
  }
}
