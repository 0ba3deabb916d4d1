import { z } from 'zod'
import type { Api } from './endpoint.ts'
import { roomId } from './name.ts'
import { scopes } from './scope.ts'

const wish = z.strictObject({
  name: z.string().min(1).max(100),
  scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
  room: roomId.optional(),
  account: z
    .string()
    .max(64)
    .optional()
    .describe('The account for which it takes part in live rooms.'),
})

const token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  room: z.string().optional(),
  account: z.string().optional(),
  createdAt: z.int(),
  lastUsedAt: z.int().optional(),
  revokedAt: z.int().optional(),
})

/** The endpoints of tokens. */
export const tokenApi = {
  'POST /api/tokens': {
    tag: 'Access',
    summary: 'Creates a token; `token` is the secret, shown only here.',
    problems: ['no-such-room', 'no-such-account'],
    body: wish,
    answers: { 201: { description: 'The token.', body: token.extend({ token: z.string() }) } },
  },
  'GET /api/tokens': {
    tag: 'Access',
    summary: 'Lists all tokens, revoked ones too, without their secrets.',
    answers: { 200: { description: 'Oldest first.', body: z.object({ tokens: z.array(token) }) } },
  },
  'DELETE /api/tokens/:id': {
    tag: 'Access',
    summary: 'Revokes a token, and ends the streams that were opened with it.',
    problems: ['no-such-token'],
    params: z.object({ id: z.string() }),
    answers: { 204: { description: 'Revoked.' } },
  },
} as const satisfies Api
