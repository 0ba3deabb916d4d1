import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type UploadKind, uploadName } from '../../proto/api/upload.ts'
import { codeOf } from '../lib/file/error-code.ts'
import type { Clock } from '../lib/time/clock.ts'
import { TooBusy } from '../lib/too-busy.ts'
import { createTurns } from '../lib/turns.ts'
import type { Statements } from '../store/engine/db.ts'
import { Conflict } from '../store/query/conflict.ts'
import {
  deleteUpload,
  findUpload,
  insertUpload,
  type UploadRecord,
  usageOf,
} from '../store/query/upload.ts'
import { type Picture, toPicture } from './picture.ts'

/** Dependencies of {@link Uploads}. */
export interface UploadsParts {
  /** The folder of the files. */
  readonly folder: string
  readonly database: Statements
  readonly clock: Clock
  /** Draws the name of a file, without its ending. */
  readonly drawName: () => string
}

/** A stored picture. */
export interface Upload extends UploadRecord, Pick<Picture, 'width' | 'height'> {}

// What one account may keep.
const maxFiles = 200
const maxBytes = 32 * 1024 * 1024

const draftEnding = '.part'

// Each holds a file in memory.
const maxAtOnce = 8

/** The pictures that people upload, in a folder, each under a name of ours. */
export class Uploads {
  readonly #parts: UploadsParts
  readonly #busy = new Set<string>()
  readonly #inTurn = createTurns({ maxRunning: 1, maxWaiting: maxAtOnce })

  constructor(parts: UploadsParts) {
    this.#parts = parts
  }

  /**
   * Stores a picture of an account, which uploads one at a time.
   *
   * @param read - returns the file; it is not called for an upload that is refused in any case.
   * @throws PictureRefused, Conflict beyond the quota, TooBusy; DatabaseUnavailable; the errors of `read`.
   */
  async add(account: string, kind: UploadKind, read: () => Promise<Uint8Array>): Promise<Upload> {
    if (this.#busy.has(account)) throw new Conflict('another upload of yours has not ended')
    if (this.#busy.size >= maxAtOnce) throw new TooBusy('too many uploads at once')
    this.#busy.add(account)
    try {
      await this.#requireRoom(account)
      const file = await read()
      const picture = await this.#inTurn(() => toPicture(file, kind))
      return await this.#store(account, kind, picture)
    } finally {
      this.#busy.delete(account)
    }
  }

  /** Removes what a killed process left of files that it was writing. */
  async begin(): Promise<void> {
    const drafts = (await this.#files()).filter((name) => name.endsWith(draftEnding))
    await Promise.all(drafts.map((name) => rm(this.#pathOf(name), { force: true })))
  }

  /** Returns an upload; undefined if there is none of this name. */
  find(name: string): Promise<UploadRecord | undefined> {
    return findUpload(this.#parts.database, name)
  }

  /** Returns the content of a file; undefined if there is none of this name. */
  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (!uploadName.safeParse(name).success) return undefined
    try {
      return new Uint8Array(await readFile(this.#pathOf(name)))
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return undefined
      throw cause
    }
  }

  /** Removes an upload. Idempotent. */
  async remove(name: string): Promise<void> {
    if (!uploadName.safeParse(name).success) return
    await rm(this.#pathOf(name), { force: true })
    await deleteUpload(this.#parts.database, name)
  }

  async #requireRoom(account: string): Promise<void> {
    const { files, bytes } = await usageOf(this.#parts.database, account)
    if (files >= maxFiles || bytes >= maxBytes) {
      const megabytes = maxBytes / 1024 / 1024
      throw new Conflict(`an account may keep ${maxFiles} uploads of ${megabytes} MiB together`)
    }
  }

  /** Stores a file and whose it is; the file has its name when both are stored. */
  async #store(account: string, kind: UploadKind, picture: Picture): Promise<Upload> {
    const { folder, database, clock, drawName } = this.#parts
    const { bytes, width, height } = picture
    const name = `${drawName()}.webp`
    const record = { name, account, kind, bytes: bytes.length, createdAt: clock.now() }
    const draft = join(folder, `${name}${draftEnding}`)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(draft, bytes, { mode: 0o600, flush: true })
      await insertUpload(database, record)
      await rename(draft, this.#pathOf(name))
      return { ...record, width, height }
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  async #files(): Promise<readonly string[]> {
    try {
      return await readdir(this.#parts.folder)
    } catch (cause) {
      if (codeOf(cause) === 'ENOENT') return [] // nothing was uploaded yet
      throw cause
    }
  }

  #pathOf(name: string): string {
    return join(this.#parts.folder, name)
  }
}
