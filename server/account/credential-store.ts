import { listCredentials, putCredential, removeCredential } from '../store/query/credential.ts'
import { type Db, DatabaseUnavailable } from '../store/engine/db.ts'
import type { CredentialStore } from './credential-vault.ts'

/** Credentials in the database; none, and none can be kept, where nothing is stored. */
export function createCredentialStore(database: Promise<Db | undefined>): CredentialStore {
  const ready = async (): Promise<Db> => {
    const db = await database
    if (!db) throw new DatabaseUnavailable('credentials need a database: STORE is off')
    return db
  }
  return {
    load: async () => {
      const db = await database
      return db ? listCredentials(db) : []
    },
    put: async (credential) => putCredential(await ready(), credential),
    remove: async (name) => {
      await removeCredential(await ready(), name)
    },
  }
}
