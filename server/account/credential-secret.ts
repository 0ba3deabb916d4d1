import { z } from 'zod'
import { DecryptFailed } from '../lib/bytes/secret-box.ts'

const secret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cookie'), cookie: z.string() }),
  z.object({
    kind: z.literal('open-live'),
    appId: z.int(),
    accessKeyId: z.string(),
    accessKeySecret: z.string(),
    code: z.string(),
  }),
])

/**
 * The secret of a credential: the cookie of an account, or the access key of an app with its code.
 */
export type Secret = z.output<typeof secret>

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
