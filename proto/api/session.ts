import { z } from 'zod'
import type { Api } from './endpoint.ts'

/** The endpoints of the sessions of the owner's browsers. */
export const sessionApi = {
  'POST /api/session': {
    tag: 'Access',
    summary: "Logs the owner's browser in with a cookie, for 12 hours, or 2 without any use.",
    problems: ['wrong-token', 'too-many-requests', 'not-ready'],
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    answers: { 204: { description: 'Logged in.' } },
  },
  'DELETE /api/session': {
    tag: 'Access',
    summary: 'Logs the browser out: its session ends, and the streams that were opened with it.',
    answers: { 204: { description: 'Logged out.' } },
  },
  'DELETE /api/sessions': {
    tag: 'Access',
    summary: 'Logs every browser out, this one included.',
    answers: { 204: { description: 'All are logged out.' } },
  },
} as const satisfies Api
