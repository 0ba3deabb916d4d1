import type { Statements } from './engine/db.ts'

/** The table of a collection. */
export interface Table<T> {
  readonly keyOf: (record: T) => string
  readonly list: (db: Statements) => Promise<readonly T[]>
  /** Creates or replaces a record. @throws Conflict if it excludes another one. */
  readonly save: (tx: Statements, record: T) => Promise<void>
  /** Removes a record; does nothing if there is none. */
  readonly remove: (tx: Statements, key: string) => Promise<void>
  /** Returns a text that two records share if they are the same; their JSON if absent. */
  readonly fingerprint?: (record: T) => string
}
