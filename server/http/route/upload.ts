import {
  maxUploadBytes,
  pathOfUpload,
  uploadApi,
  uploadAt,
  type UploadKind,
  uploadPath,
} from '../../../proto/api/upload.ts'
import { decide, wholeServer } from '../../account/policy.ts'
import type { Action } from '../../account/policy-table.ts'
import { accountOf, type Principal } from '../../account/principal.ts'
import type { Clock } from '../../lib/time/clock.ts'
import { createTokenBuckets } from '../../lib/time/token-bucket.ts'
import type { UploadRecord } from '../../store/query/upload.ts'
import type { Uploads } from '../../upload/uploads.ts'
import { problemOf } from '../auth/room-entry.ts'
import { defineRoutes } from '../define-routes.ts'
import { Problem } from '../problem.ts'
import { readBody } from '../read-body.ts'
import type { Route } from '../route.ts'

/** Dependencies of {@link uploadRoutes}. */
export interface UploadRouteParts {
  readonly uploads: Pick<Uploads, 'add' | 'read'>
  readonly clock: Clock
}

// What one account may begin in a minute.
const pace = { size: 10, fullMs: 60_000 }

// Who may store a picture for which use.
const actions: Readonly<Record<UploadKind, Action>> = {
  avatar: 'upload',
  cover: 'host',
  gift: 'issue',
}

// The file is opened as nothing but a picture in a page; its name is never given to another file.
const fileHeaders = {
  'content-type': 'image/webp',
  'content-disposition': 'attachment',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'public, max-age=31536000, immutable',
} as const

/** Returns the routes of uploaded pictures. */
export function uploadRoutes({ uploads, clock }: UploadRouteParts): readonly Route[] {
  const begun = createTokenBuckets(pace, clock)
  return defineRoutes(uploadApi, {
    'POST /api/uploads': {
      access: 'upload',
      readsBody: true,
      audit: (_, stored) => stored,
      handle: async ({ c, principal, query: { kind } }) => {
        const decision = decide(principal, actions[kind], wholeServer)
        const account = accountOf(principal)
        if (!decision.allowed) throw problemOf(decision, principal)
        if (account === undefined) throw new Problem('login-required', 'this is for accounts')
        const afterMs = begun.take(account)
        if (afterMs > 0) {
          throw new Problem('too-many-requests', `${pace.size} uploads a minute`, { afterMs })
        }
        const stored = await uploads.add(account, kind, () => readBody(c, maxUploadBytes))
        const { name, width, height, bytes } = stored
        return { name, path: pathOfUpload(name), kind, width, height, bytes }
      },
    },
    'GET /uploads/:name': {
      access: 'public',
      file: true,
      shared: true,
      handle: async ({ params: { name } }) => {
        const bytes = await uploads.read(name)
        if (!bytes) throw new Problem('not-found', 'there is no upload of this name')
        return new Response(bytes, { headers: fileHeaders })
      },
    },
  })
}

/**
 * Returns the name of an upload that an account may use. @throws Problem if it has none at this path
 * for this use.
 */
export async function usedUpload(
  path: string,
  { account, kind }: Pick<UploadRecord, 'account' | 'kind'>,
  { uploads }: { readonly uploads: Pick<Uploads, 'find'> },
): Promise<string> {
  const found = await uploads.find(uploadAt(path))
  if (found?.account === account && found.kind === kind) return found.name
  throw new Problem('not-found', `there is no upload of yours at ${path} for this use`)
}

/** The user of an upload, and what for. */
export interface UploadUse extends Pick<UploadRecord, 'kind'> {
  readonly principal: Principal
}

/**
 * Returns a body in which a field that is the path of an upload is its address. @throws Problem unless
 * the caller has uploaded it for this use.
 */
export async function withUpload<Field extends string, B extends Uploading<Field>>(
  body: B,
  field: Field,
  { principal, kind }: UploadUse,
  { uploads, addressOf }: UploadAddresses,
): Promise<B> {
  const path = uploadPath.safeParse(body[field])
  if (!path.success) return body
  const account = accountOf(principal) ?? ''
  const name = await usedUpload(path.data, { account, kind }, { uploads })
  return { ...body, [field]: addressOf(pathOfUpload(name)) }
}

type Uploading<Field extends string> = { readonly [K in Field]?: string | null | undefined }

interface UploadAddresses {
  readonly uploads: Pick<Uploads, 'find'>
  readonly addressOf: (path: string) => string
}
