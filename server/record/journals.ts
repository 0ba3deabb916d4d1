import { join } from 'node:path'
import type { Logger } from '../lib/logger.ts'
import type { HostProcesses } from '../lib/file/host-process.ts'
import { atomicFile } from '../lib/file/atomic-file.ts'
import {
  type Disk,
  endEpoch,
  type EpochStart,
  hasJournal,
  type Journal,
  type JournalFiles,
  listJournals,
  newestNumber,
  type OpenedJournal,
  openJournal,
  removeJournal,
} from '../log/journal/index.ts'
import type { StoredEpoch } from '../store/query/epoch.ts'
import { ClosedEpochs } from './closed-epochs.ts'

/** Dependencies of {@link Journals}. */
export interface JournalsParts {
  readonly dir: string
  readonly newEpoch: () => string
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** The current machine if absent. */
  readonly machine?: HostProcesses
  /** The disk of this machine if absent. */
  readonly disk?: Disk
}

/** Lists, opens and deletes the journals of all rooms. */
export class Journals {
  readonly #parts: JournalsParts
  readonly #closed: ClosedEpochs

  constructor(parts: JournalsParts) {
    this.#parts = parts
    this.#closed = new ClosedEpochs(atomicFile(join(parts.dir, 'closed.json')), parts.log)
  }

  /** Returns the function that names a new epoch. */
  get newEpoch(): () => string {
    return this.#parts.newEpoch
  }

  /** Returns all journals whose room is known. */
  list(): readonly JournalFiles[] {
    return listJournals(this.#parts.dir)
  }

  has(room: string): boolean {
    return hasJournal(this.#parts.dir, room)
  }

  /** Returns the highest epoch number in the journal of a room; 0 if none can be read. */
  newestNumber(room: string): number {
    return newestNumber(this.#parts.dir, room)
  }

  /**
   * Opens the journal of a room, which continues where it ended.
   *
   * @param stored - the stored epochs, the newest first; undefined if the database could not be queried.
   * @throws LogFailed if the disk refuses, Locked if it is open already.
   */
  async open(room: string, stored: readonly StoredEpoch[] | undefined): Promise<OpenedJournal> {
    const begin = this.#endOf(room, stored)
    const opened = await this.#open(room, { ...(stored && { stored }), ...(begin && { begin }) })
    const { log, recovery } = opened
    if (begin) await markOpen(log)
    this.#parts.log.info({ room, epoch: log.epoch, head: log.head, recovery }, 'journal opened')
    return opened
  }

  /**
   * Opens a journal for an epoch that was in memory; the caller fills it, and then marks it as open.
   *
   * @throws LogFailed if the disk refuses, Locked if it is open already.
   */
  begin(room: string, begin: EpochStart): Promise<OpenedJournal> {
    return this.#open(room, { begin })
  }

  /** Ends the epoch of a journal that is not open: the next opening begins another. */
  endEpoch(room: string): void {
    endEpoch(this.#parts.dir, room)
  }

  /**
   * Deletes the journal of a room that is not open; a failure is logged, and only costs space.
   *
   * @param end - the position after which the epoch continues if the room is opened again; undefined if
   * the epoch has ended.
   */
  remove(room: string, end?: StoredEpoch): void {
    const { dir, log } = this.#parts
    try {
      if (end && !this.#closed.put(room, end)) return
      removeJournal(dir, room)
    } catch (error) {
      log.warn({ room, error }, 'journal not deleted')
    }
  }

  #open(room: string, how: Pick<Parameters<typeof openJournal>[1], 'stored' | 'begin'>) {
    const { dir, newEpoch, machine, disk, log } = this.#parts
    const onLoss = (lines: number): void => log.warn({ room, lines }, 'journal full, lines dropped')
    const ours = { ...(machine && { machine }), ...(disk && { disk }) }
    return openJournal(dir, { room, newEpoch, onLoss, ...how, ...ours })
  }

  /** Returns the position at which a room continues whose journal was deleted; undefined if it has one. */
  #endOf(room: string, stored: readonly StoredEpoch[] | undefined): EpochStart | undefined {
    const end = this.#closed.take(room)
    if (!end || this.has(room)) return undefined
    const { epoch, number, seq } = end
    const [newest] = stored ?? [end]
    return newest?.epoch === epoch && newest.seq === seq ? { epoch, number, after: seq } : undefined
  }
}

async function markOpen(journal: Journal): Promise<void> {
  try {
    journal.markOpen()
  } catch (cause) {
    await journal.close().catch(() => undefined) // the error of markOpen is reported
    throw cause
  }
}
