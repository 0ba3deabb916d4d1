import { z } from 'zod'
import { DecryptFailed } from '../lib/bytes/secret-box.ts'

const cookie = z.object({ kind: z.literal('cookie'), cookie: z.string() })
const app = z.object({ kind: z.literal('app'), fields: z.record(z.string(), z.unknown()) })

// The form of apps while only one platform had them; credentials of that time are still stored.
const earlyApp = z
  .looseObject({ kind: z.literal('open-live') })
  .transform(({ kind: _kind, ...fields }) => ({ kind: 'app' as const, fields }))

const secret = z.union([cookie, app, earlyApp])

/** The secret of a credential: the cookie of an account, or the fields of an app. */
export type Secret = z.output<typeof secret>

/** The fields of an app, in the form that its platform defines. */
export type AppFields = Extract<Secret, { readonly kind: 'app' }>['fields']

/** Reads a secret from the stored JSON. @throws DecryptFailed if it has an unknown form. */
export function secretOf(text: string): Secret {
  try {
    return secret.parse(JSON.parse(text))
  } catch (cause) {
    // Never the cause: it may quote the secret.
    throw new DecryptFailed(`of a form this version does not know: ${nameOf(cause)}`)
  }
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'unknown'
}
