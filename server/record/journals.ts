import { join } from 'node:path'
import type { Logger } from '../lib/logger.ts'
import type { Machine } from '../lib/machine.ts'
import { textFile } from '../lib/text-file.ts'
import {
  type Disk,
  endEpoch,
  type EpochBegin,
  hasJournal,
  type Journal,
  type Leftover,
  listJournals,
  newestNumber,
  type OpenedJournal,
  openJournal,
  removeJournal,
} from '../log/journal/index.ts'
import type { StoredEpoch } from '../store/epoch.ts'
import { ClosedEpochs } from './closed-epochs.ts'

/** What the journals of a server are made of. */
export interface JournalsParts {
  readonly dir: string
  readonly newEpoch: () => string
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** This machine if absent. */
  readonly machine?: Machine
  /** The disk of this machine if absent. */
  readonly disk?: Disk
}

/** The journals of all rooms: which there are, where each goes on, and when one goes. */
export class Journals {
  readonly #parts: JournalsParts
  readonly #closed: ClosedEpochs

  constructor(parts: JournalsParts) {
    this.#parts = parts
    this.#closed = new ClosedEpochs(textFile(join(parts.dir, 'closed.json')), parts.log)
  }

  /** Names an epoch. */
  get newEpoch(): () => string {
    return this.#parts.newEpoch
  }

  /** Every journal there is whose room can be told. */
  list(): readonly Leftover[] {
    return listJournals(this.#parts.dir)
  }

  has(room: string): boolean {
    return hasJournal(this.#parts.dir, room)
  }

  /** The highest number of an epoch in the journal of a room, as far as it can be read; else 0. */
  newestNumber(room: string): number {
    return newestNumber(this.#parts.dir, room)
  }

  /**
   * Opens the journal of a room where it ended.
   *
   * @param stored - what the database holds, the newest epoch first; undefined if it was not asked.
   * @throws LogFailed if the disk refuses, Locked if it is open already.
   */
  async open(room: string, stored: readonly StoredEpoch[] | undefined): Promise<OpenedJournal> {
    const begin = this.#endOf(room, stored)
    const opened = await this.#open(room, { ...(stored && { stored }), ...(begin && { begin }) })
    const { log, recovery } = opened
    if (begin) await declared(log)
    this.#parts.log.info({ room, epoch: log.epoch, head: log.head, recovery }, 'journal opened')
    return opened
  }

  /**
   * Opens a journal for an epoch that was in memory; it is declared by whoever has filled it.
   *
   * @throws LogFailed if the disk refuses, Locked if it is open already.
   */
  begin(room: string, begin: EpochBegin): Promise<OpenedJournal> {
    return this.#open(room, { begin })
  }

  /** Ends the epoch of a journal that is not open: the next opening begins another. */
  endEpoch(room: string): void {
    endEpoch(this.#parts.dir, room)
  }

  /**
   * Deletes the journal of a room, which is not open; files that cannot be deleted cost space.
   *
   * @param end - where its epoch goes on if the room is opened again; undefined if it does not.
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

  /** Where the epoch of a room goes on whose journal was deleted; undefined if there is one. */
  #endOf(room: string, stored: readonly StoredEpoch[] | undefined): EpochBegin | undefined {
    const end = this.#closed.take(room)
    if (!end || this.has(room)) return undefined
    const { epoch, number, seq } = end
    const [newest] = stored ?? [end]
    return newest?.epoch === epoch && newest.seq === seq ? { epoch, number, after: seq } : undefined
  }
}

async function declared(journal: Journal): Promise<void> {
  try {
    journal.declare()
  } catch (cause) {
    await journal.close().catch(() => undefined) // the first refusal is told
    throw cause
  }
}
