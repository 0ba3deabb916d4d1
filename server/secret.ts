import { join } from 'node:path'
import { createOwner, hashToken, type Owner } from './account/owner.ts'
import type { Config } from './config.ts'
import { randomToken } from './lib/random-token.ts'
import { createSeal, type Seal } from './lib/seal.ts'
import { readOrCreateSecret } from './lib/secret-file.ts'

/** What only this server knows. */
export interface Secrets {
  readonly owner: Owner
  /** The owner's token, only when it was made just now. */
  readonly firstToken?: string
  readonly maskKey: string
  /** Keeps what the operator logs in to platforms with. */
  readonly seal: Seal
}

/** The secrets of the data folder, made at the first start. */
export async function secretsOf({ dataDir, ownerToken }: Config): Promise<Secrets> {
  const { content: maskKey } = readOrCreateSecret(join(dataDir, 'mask-key'), randomToken)
  const keyFile = join(dataDir, 'credential-key')
  const seal = await createSeal(readOrCreateSecret(keyFile, randomToken).content)
  if (ownerToken !== undefined) {
    return { maskKey, seal, owner: createOwner(await hashToken(ownerToken)) }
  }
  const token = randomToken()
  const hash = await hashToken(token)
  const { content, created } = readOrCreateSecret(join(dataDir, 'owner'), () => hash)
  const owner = createOwner(content.trim())
  return { maskKey, seal, owner, ...(created ? { firstToken: token } : {}) }
}
