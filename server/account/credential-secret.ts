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

/** What is secret of a credential: the cookie of an account, or the access of an app and a code. */
export type Secret = z.output<typeof secret>

/** Reads a secret that was kept as JSON. @throws SealBroken if it is none of ours. */
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
