import { z } from 'zod'
import { epochMs } from './common.ts'
import type { Api } from './endpoint.ts'
import { slug } from './name.ts'

const set = z.literal('set').optional()

const known = z.object({
  name: slug,
  platform: z.string(),
  room: slug.optional(),
  readable: z.boolean().describe('False if its key is lost: store it again.'),
  cookie: set,
  createdAt: epochMs,
  updatedAt: epochMs,
  expired: z
    .array(z.string())
    .optional()
    .describe(
      'Cookies that had expired when they were stored, if the text contained their expiry.',
    ),
  leftOut: z.int().optional().describe('The number of pasted cookies that are not of the site.'),
})

const params = z.object({ name: slug })

/** The parts of credentials that the platforms define. */
export interface CredentialParts<Wish extends z.ZodType> {
  /** The body that stores one. */
  readonly wish: Wish
  /** The fields of apps in an answer. */
  readonly appFields: z.ZodRawShape
}

const endpoints = <Wish extends z.ZodType>(wish: Wish, credential: z.ZodObject) =>
  ({
    'GET /api/credentials': {
      tag: 'Credentials',
      summary: 'Lists the credentials, without their secrets.',
      answers: {
        200: { description: 'By name.', body: z.object({ credentials: z.array(credential) }) },
      },
    },
    'GET /api/credentials/:name': {
      tag: 'Credentials',
      summary: 'Returns one credential, without its secret.',
      problems: ['no-such-credential'],
      params,
      answers: { 200: { description: 'Without its secrets.', body: credential } },
    },
    'PUT /api/credentials/:name': {
      tag: 'Credentials',
      summary: 'Creates or replaces a credential; sources that use it reconnect.',
      problems: ['no-such-room', 'conflict'],
      params,
      body: wish,
      answers: { 200: { description: 'Without its secrets.', body: credential } },
    },
    'DELETE /api/credentials/:name': {
      tag: 'Credentials',
      summary: 'Removes a credential; sources that used it continue without it.',
      problems: ['no-such-credential'],
      params,
      answers: { 204: { description: 'Removed.' } },
    },
  }) as const satisfies Api

/** Returns the endpoints of credentials. */
export const credentialApi = <Wish extends z.ZodType>({
  wish,
  appFields,
}: CredentialParts<Wish>): ReturnType<typeof endpoints<Wish>> =>
  endpoints(
    wish,
    known.extend(appFields).meta({
      id: 'Credential',
      description: 'The login of the relay at a platform, without secrets.',
    }),
  )
