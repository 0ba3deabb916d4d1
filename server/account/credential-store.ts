import { listCredentials, putCredential, removeCredential } from '../store/credential.ts'
import { type Db, StoreAway } from '../store/db.ts'
import type { CredentialStore } from './credential.ts'

/** Credentials in the database; none, and none can be kept, where nothing is stored. */
export function createCredentialStore(database: Promise<Db | undefined>): CredentialStore {
  const ready = async (): Promise<Db> => {
    const db = await database
    if (!db) throw new StoreAway('credentials need a database: STORE is off')
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
