import { z } from 'zod'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { Collection, type CollectionParts } from './collection.ts'
import { type Absence, DatabaseUnavailable, type Row } from './engine/db.ts'
import type { Table } from './table.ts'

/** The disk and the database of a fake collection, which outlive a restart. */
export interface FakeStorage<T> {
  /** The rows of the table, by key. */
  readonly rows: Map<string, T>
  /** The id of the database. */
  database: string
  /** The reason for which every call of the database fails; undefined if it answers. */
  absence: Absence | undefined
  /** The error with which the database refuses every record. */
  refuse: Error | undefined
  /** The content of the file. */
  text: string | undefined
  /** The content of a file that was set aside. */
  aside: string | undefined
  /** True if the disk refuses every write. */
  full: boolean
  /** The messages in the log. */
  readonly said: string[]
}

/** Returns an empty disk and an empty database that answers. */
export function createFakeStorage<T>(): FakeStorage<T> {
  const none = { absence: undefined, refuse: undefined, text: undefined, aside: undefined }
  return { rows: new Map(), database: 'd1', ...none, full: false, said: [] }
}

/** The definition of a fake collection. */
export interface FakeCollectionParts<T>
  extends
    Pick<Table<T>, 'keyOf' | 'fingerprint'>,
    Partial<Pick<CollectionParts<T>, 'schema' | 'copied' | 'cascade'>> {
  readonly storage: FakeStorage<T>
}

/** Returns a collection, with a copy in a file, over a storage in memory. */
export function createFakeCollection<T>({
  storage,
  keyOf,
  fingerprint,
  ...parts
}: FakeCollectionParts<T>): Collection<T> {
  const { rows, said } = storage
  const say = (_: object, message: string): number => said.push(message)
  const table: Table<T> = {
    keyOf,
    list: async (db) => (await db.query('')) && [...rows.values()],
    save: async (_, record) => {
      if (storage.refuse) throw storage.refuse
      rows.set(keyOf(record), record)
    },
    remove: async (_, key) => void rows.delete(key),
    ...(fingerprint ? { fingerprint } : {}),
  }
  return new Collection({
    name: 'records',
    schema: z.custom<T>(() => true),
    copied: true,
    ...parts,
    table,
    database: databaseOf(storage),
    file: fileOf(storage),
    log: { info: () => undefined, warn: say, error: say },
  })
}

const script = async (): Promise<void> => undefined

function databaseOf(storage: Omit<FakeStorage<never>, 'rows'>): CollectionParts<never>['database'] {
  const query = async (): Promise<readonly Row[]> => {
    if (storage.absence) throw new DatabaseUnavailable(storage.absence, 'at 10.0.0.5')
    return [{ database_id: storage.database }]
  }
  return { query, script, tx: async (work) => (await query()) && work({ query, script }) }
}

function fileOf(storage: Omit<FakeStorage<never>, 'rows'>): AtomicFile {
  return {
    read: () => storage.text,
    replace: (text) => {
      if (storage.full) throw new Error('ENOSPC')
      storage.text = text
    },
    setAside: () => {
      storage.aside = storage.text
      storage.text = undefined
    },
  }
}
