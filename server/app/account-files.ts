import { join } from 'node:path'
import { credentialRecord } from '../account/credential-file.ts'
import { createRecordFile, type RecordFile } from '../account/record-file.ts'
import { tokenRecord } from '../account/token-file.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import type { Logger } from '../lib/logger.ts'
import type { CredentialRecord } from '../store/query/credential.ts'
import type { TokenRecord } from '../store/query/token.ts'

/** Tokens and credentials in files of the data folder, for a server with STORE=off. */
export interface AccountFiles {
  readonly tokens: RecordFile<TokenRecord>
  readonly credentials: RecordFile<CredentialRecord>
  /** Deletes the tokens and credentials of a room that is removed. */
  readonly forgetRoom: (slug: string) => void
}

/** Opens the files of the accounts; they are created at the first change. */
export function openAccountFiles(dataDir: string, log: Pick<Logger, 'warn'>): AccountFiles {
  const file = (name: string) => ({ file: atomicFile(join(dataDir, `${name}.json`)), name, log })
  const tokens = createRecordFile({ ...file('tokens'), record: tokenRecord })
  const credentials = createRecordFile({ ...file('credentials'), record: credentialRecord })
  return {
    tokens,
    credentials,
    forgetRoom: (slug) => {
      forgetIn(tokens, slug)
      forgetIn(credentials, slug)
    },
  }
}

function forgetIn<T extends { readonly room?: string | undefined }>(
  { list, change }: RecordFile<T>,
  slug: string,
): void {
  const isOther = ({ room }: T): boolean => room !== slug
  if (!list().every(isOther)) change((records) => records.filter(isOther))
}
