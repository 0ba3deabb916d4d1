import { join } from 'node:path'
import { createOwner, hashToken, type Owner } from '../account/owner.ts'
import type { Config } from '../config/index.ts'
import { randomToken } from '../lib/bytes/random-token.ts'
import { createSecretBox, type SecretBox } from '../lib/bytes/secret-box.ts'
import { readOrCreateSecret, type SecretFile } from '../lib/file/secret-file.ts'

/** The secrets of this server. */
export interface Secrets {
  readonly owner: Owner
  /** The owner's token, only if it was created just now. */
  readonly firstToken?: string
  /** The key that signs session cookies; a new owner token invalidates earlier cookies. */
  readonly cookieKey: string
  readonly maskKey: string
  /** Encrypts the credentials of the operator. */
  readonly seal: SecretBox
}

/**
 * Reads the secrets of the data folder, which are created at the first start.
 *
 * @throws SecretBroken if the content of a file is not valid.
 */
export async function secretsOf({ dataDir, ownerToken }: Config): Promise<Secrets> {
  const keyIn = (name: keyof typeof remedies): string =>
    readOrCreateSecret(keyFile(dataDir, name)).content
  const maskKey = keyIn('mask-key')
  const seal = await createSecretBox(keyIn('credential-key'))
  // A separate key, so that the stored hash of the owner token is not enough to forge a cookie.
  const cookieSecret = keyIn('cookie-key')
  const shared = { maskKey, seal }
  if (ownerToken !== undefined) {
    const hash = await hashToken(ownerToken)
    return { ...shared, owner: createOwner(hash), cookieKey: `${cookieSecret} ${hash}` }
  }
  const token = randomToken()
  const made = await hashToken(token)
  const { content: hash, created } = readOrCreateSecret({
    path: join(dataDir, 'owner'),
    make: () => made,
    pattern: /^[0-9a-f]{64}$/,
    holds: 'the 64 hex digits of a SHA-256',
    remedy:
      'Restore it from a backup, or delete it: the next start makes another owner token, and prints its link.',
  })
  const cookieKey = `${cookieSecret} ${hash}`
  return {
    ...shared,
    owner: createOwner(hash),
    cookieKey,
    ...(created ? { firstToken: token } : {}),
  }
}

const remedies = {
  'mask-key':
    'Restore it from a backup, or delete it: viewers whose ids a platform hides then get other ids.',
  'credential-key':
    'Restore it from a backup, or delete it: the logins kept with it must then be given anew.',
  'cookie-key': 'Delete it: whoever is logged in then logs in anew.',
} as const

function keyFile(dataDir: string, name: keyof typeof remedies): SecretFile {
  return {
    path: join(dataDir, name),
    make: randomToken,
    pattern: /^[\w-]{43}$/,
    holds: '43 letters, digits, - and _',
    remedy: remedies[name],
  }
}
