import { z } from 'zod'
import type { Api } from './endpoint.ts'

/** The uses of an uploaded picture: for a person, a broadcast, a gift. */
export const uploadKinds = ['avatar', 'cover', 'gift'] as const

/** One of {@link uploadKinds}. */
export type UploadKind = (typeof uploadKinds)[number]

/** The media types of pictures that are accepted. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const

/** The size of the largest file that is accepted. */
export const maxUploadBytes = 8 * 1024 * 1024

/** The name of an upload: drawn by the server, with the ending of the form in which it is kept. */
export const uploadName = z.string().regex(/^[\w-]{16}\.webp$/, 'must be the name of an upload')

/** The address of an upload on its server. */
export const uploadPath = z
  .string()
  .regex(/^\/uploads\/[\w-]{16}\.webp$/, 'must be the path of an upload')

/** Returns the path of an upload on its server. */
export function pathOfUpload(name: string): string {
  return `/uploads/${name}`
}

/** Returns the name of the upload at a path. */
export function uploadAt(path: string): string {
  return path.slice('/uploads/'.length)
}

/** The endpoints of uploads. */
export const uploadApi = {
  'POST /api/uploads': {
    tag: 'Uploads',
    summary:
      'Stores a picture, the body of the request: PNG, JPEG, WebP or GIF, at most 8 MiB and 40 megapixels; it is kept as WebP, without metadata.',
    problems: ['not-a-picture', 'conflict', 'not-ready'],
    query: z.object({ kind: z.enum(uploadKinds) }),
    file: pictureTypes,
    answers: {
      201: {
        description: 'The stored picture.',
        body: z.object({
          name: z.string(),
          path: z.string().describe('Its address on this server.'),
          kind: z.enum(uploadKinds),
          width: z.int(),
          height: z.int(),
          bytes: z.int(),
        }),
      },
    },
  },
  'GET /uploads/:name': {
    tag: 'Uploads',
    summary: 'Returns an uploaded picture.',
    problems: ['not-found'],
    params: z.object({ name: z.string() }),
    answers: { 200: { description: 'The picture.', type: 'image/webp' } },
  },
} as const satisfies Api
