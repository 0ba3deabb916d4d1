import { listCredentials, putCredential, removeCredential } from '../store/query/credential.ts'
import type { Db } from '../store/engine/db.ts'
import type { CredentialStore } from './credential-vault.ts'

/**
 * Returns a store of credentials in the database, or in a file if there is no database.
 *
 * @param database - resolves to undefined if STORE is off.
 */
export function createCredentialStore(
  database: Promise<Db | undefined>,
  inFile: CredentialStore,
): CredentialStore {
  const store = async (): Promise<CredentialStore> => {
    const db = await database
    return db ? databaseStore(db) : inFile
  }
  return {
    load: async () => (await store()).load(),
    put: async (credential) => (await store()).put(credential),
    remove: async (name) => (await store()).remove(name),
  }
}

function databaseStore(db: Db): CredentialStore {
  return {
    load: () => listCredentials(db),
    put: (credential) => putCredential(db, credential),
    remove: async (name) => {
      await removeCredential(db, name)
    },
  }
}
