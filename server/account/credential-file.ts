import { z } from 'zod'
import type { CredentialRecord } from '../store/query/credential.ts'
import type { CredentialStore } from './credential-vault.ts'
import type { RecordFile } from './record-file.ts'

/** The form of a credential in a file: its secret is encrypted. */
export const credentialRecord: z.ZodType<CredentialRecord> = z.object({
  name: z.string(),
  platform: z.string(),
  room: z.string().optional(),
  sealed: z.string(),
  createdAt: z.int(),
  updatedAt: z.int(),
})

/** Returns a store of credentials in a file. */
export function createCredentialFile({
  list,
  change,
}: RecordFile<CredentialRecord>): CredentialStore {
  return {
    load: async () => list(),
    put: async (credential) =>
      change((all) => [...all.filter(({ name }) => name !== credential.name), credential]),
    remove: async (name) => change((all) => all.filter((one) => one.name !== name)),
  }
}
