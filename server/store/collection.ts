import { z } from 'zod'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { type JsonFile, jsonFile } from '../lib/file/json-file.ts'
import type { Logger } from '../lib/logger.ts'
import {
  DatabaseUnavailable,
  type Db,
  StatementFailed,
  type Statements,
  unlessStoreOff,
} from './engine/db.ts'
import { Conflict } from './query/conflict.ts'
import { databaseIdOf } from './query/lease.ts'
import type { Table } from './table.ts'

/** The definition of a collection, and its dependencies. */
export interface CollectionParts<T> {
  /** The name of the collection, in its file and in the log. */
  readonly name: string
  readonly table: Table<T>
  /** The form of a record in the file. */
  readonly schema: z.ZodType<T>
  readonly database: Pick<Db, 'query' | 'script' | 'tx'>
  /** The only store if there is no database; else the copy, or the records of a time without one. */
  readonly file: AtomicFile
  /** True keeps a copy of the table in the file, which is used until the database is available. */
  readonly copied: boolean
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
  /**
   * Receives the key of each removed record before the file is written, to remove what depends on it
   * from other collections: with a database the tables have done that by themselves.
   */
  readonly cascade?: (key: string) => void
}

/** Receives a record as it is now, or undefined if it was removed. */
export type ChangeListener<T> = (key: string, record: T | undefined) => void

interface Copy<T> {
  /** The id of the database that holds the records; undefined if they are in the file only. */
  readonly database?: string | undefined
  readonly records: readonly T[]
}

type Records<T> = ReadonlyMap<string, T>

/**
 * A collection of records in memory, that are stored before they apply: in a table of the database, or
 * in a file if STORE is off. Records from a time without a database go into an empty table that does
 * not know them. Until the load only the copy of an earlier run is known, and nothing changes.
 */
export class Collection<T> {
  readonly #parts: CollectionParts<T>
  readonly #file: JsonFile<Copy<T>>
  readonly #listeners = new Set<ChangeListener<T>>()
  #records = new Map<string, T>()
  #database: string | undefined
  #loaded = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: CollectionParts<T>) {
    this.#parts = parts
    this.#file = copyIn(parts)
  }

  /** True once the stored records are loaded. */
  get loaded(): boolean {
    return this.#loaded
  }

  /** Calls a listener for every change from now on. */
  onChange(listener: ChangeListener<T>): void {
    this.#listeners.add(listener)
  }

  /** Uses the copy until the load, without a call of listeners. @returns false if there is none. */
  recall(): boolean {
    const copy = this.#loaded ? undefined : this.#file.read()
    if (copy) this.#records = this.#byKey(copy.records)
    return copy !== undefined
  }

  /**
   * Loads the stored records, and reports each that has changed.
   *
   * @throws DatabaseUnavailable while the database is not available.
   */
  load(): Promise<readonly T[]> {
    return this.#inTurn(async () => {
      const copy = this.#file.read()
      const stored = await unlessStoreOff(() => this.#fromTable(copy))
      const records = stored?.records ?? copy?.records ?? []
      const before = this.#records
      this.#database = stored?.database
      this.#loaded = true
      if (stored) this.#hold(this.#byKey(records), false)
      else this.#records = this.#byKey(records)
      for (const key of new Set([...before.keys(), ...this.#records.keys()])) {
        if (!this.#isSame(before.get(key), this.#records.get(key))) this.#report(key)
      }
      return records
    })
  }

  /** Returns every record, ordered by key. */
  list(): readonly T[] {
    return [...this.#records].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record)
  }

  find(key: string): T | undefined {
    return this.#records.get(key)
  }

  /**
   * Creates or replaces a record.
   *
   * @param check - called when all earlier changes apply; throws to refuse the record.
   * @throws DatabaseUnavailable, Conflict or the errors of the disk; nothing changes then.
   */
  save(record: T, check?: () => void): Promise<void> {
    return this.#inTurn(async () => {
      this.#requireLoaded()
      check?.()
      await this.#save(record)
    })
  }

  /** Replaces a record by what `change` makes of it. @returns false if there is none. */
  change(key: string, change: (record: T) => T): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#requireLoaded()
      const before = this.#records.get(key)
      if (before === undefined) return false
      const after = change(before)
      if (after !== before) await this.#save(after)
      return true
    })
  }

  /** Removes a record. @returns false if there was none. */
  remove(key: string): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#requireLoaded()
      const { table, cascade } = this.#parts
      const isOnly = await this.#isOnlyInFile((tx) => table.remove(tx, key))
      cascade?.(key)
      const there = this.#records.has(key)
      if (there && (isOnly || this.#parts.copied)) {
        this.#hold(
          without(this.#records, (_, one) => one === key),
          isOnly,
        )
      } else this.#records.delete(key)
      if (there) this.#report(key)
      return there
    })
  }

  /** Drops the records that were removed together with a record of another collection. */
  forget(isGone: (record: T) => boolean): void {
    this.#requireLoaded()
    const gone = [...this.#records].filter(([, record]) => isGone(record)).map(([key]) => key)
    if (gone.length === 0) return
    this.#hold(without(this.#records, isGone), this.#database === undefined)
    for (const key of gone) this.#report(key)
  }

  async #save(record: T): Promise<void> {
    const { table } = this.#parts
    const key = table.keyOf(record)
    const isOnly = await this.#isOnlyInFile((tx) => table.save(tx, record))
    if (isOnly || this.#parts.copied) this.#hold(new Map([...this.#records, [key, record]]), isOnly)
    else this.#records.set(key, record) // a copy of thousands of records would take milliseconds
    this.#report(key)
  }

  /** Changes the table. @returns true if there is no database. */
  async #isOnlyInFile(write: (tx: Statements) => Promise<void>): Promise<boolean> {
    const written = await unlessStoreOff(async () => {
      await this.#parts.database.tx(write)
      return true
    })
    return written === undefined
  }

  /** Writes the file, and then holds the records in memory. @throws the errors of the disk if `isOnly`. */
  #hold(records: Map<string, T>, isOnly: boolean): void {
    const { copied, log, name } = this.#parts
    try {
      if (isOnly) this.#file.write({ records: [...records.values()] })
      else if (copied)
        this.#file.write({ database: this.#database, records: [...records.values()] })
    } catch (error) {
      if (isOnly) throw error
      log.warn({ error, name }, 'copy not written')
    }
    this.#records = records
  }

  /** Reads the table; an empty one of another database gets the records of the copy. */
  async #fromTable(copy: Copy<T> | undefined): Promise<Copy<T>> {
    const { database: db, table, name, copied, log } = this.#parts
    const [records, database] = await Promise.all([table.list(db), databaseIdOf(db)])
    const own = { database, records }
    if (records.length > 0 || !copy?.records.length || copy.database === database) return own
    try {
      await db.tx(async (tx) => {
        for (const record of copy.records) await table.save(tx, record)
      })
    } catch (error) {
      if (!(error instanceof StatementFailed || error instanceof Conflict)) throw error
      log.error({ error, name }, 'records of a file do not fit the database, it is set aside')
      this.#file.setAside()
      return own
    }
    log.info({ name, count: copy.records.length }, 'records of a file are in the database now')
    if (!copied) this.#file.write({ database, records: [] })
    return { database, records: copy.records }
  }

  #byKey(records: readonly T[]): Map<string, T> {
    return new Map(records.map((record) => [this.#parts.table.keyOf(record), record]))
  }

  #isSame(a: T | undefined, b: T | undefined): boolean {
    if (a === undefined || b === undefined) return a === b
    const { fingerprint = JSON.stringify } = this.#parts.table
    return fingerprint(a) === fingerprint(b)
  }

  #report(key: string): void {
    for (const listener of this.#listeners) listener(key, this.#records.get(key))
  }

  /** Throws before the load, because the load would undo a change. */
  #requireLoaded(): void {
    if (!this.#loaded)
      throw new DatabaseUnavailable('opening', `${this.#parts.name} are not loaded yet`)
  }

  /** Runs changes one after the other, so that none overwrites another. */
  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined) // the caller gets the error
    return done
  }
}

function copyIn<T>({ file, name, schema, log }: CollectionParts<T>): JsonFile<Copy<T>> {
  const layout = z.object({ database: z.string().optional(), [name]: z.array(schema) })
  const { read, write, setAside } = jsonFile(file, { name: `${name}.json`, schema: layout, log })
  return {
    read: () => {
      const content = read()
      // The layout has checked both.
      return (
        content && {
          database: content['database'] as string | undefined,
          records: content[name] as T[],
        }
      )
    },
    write: ({ database, records }) => write({ database, [name]: [...records] }),
    setAside,
  }
}

function without<T>(
  records: Records<T>,
  isGone: (record: T, key: string) => boolean,
): Map<string, T> {
  return new Map([...records].filter(([key, record]) => !isGone(record, key)))
}
