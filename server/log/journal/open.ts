import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { Position } from '../../../proto/feed/index.ts'
import { Locked, type LockFile, takeLock } from '../../lib/lock-file.ts'
import { type Machine, readMachine } from '../../lib/machine.ts'
import { type Disk, refused, systemDisk } from './disk.ts'
import { type EpochFiles, listEpochs, scanSegments } from './epochs.ts'
import { folderName } from './folder-name.ts'
import { Journal, type Limits } from './journal.ts'
import { judge, type Recovery } from './recover.ts'
import { findRemains, type Remains, removeEpoch } from './remains.ts'
import { emptySegment } from './segment.ts'
import { readState, writeState } from './state.ts'

/** Whose journal is opened, and how it behaves. */
export interface JournalOptions {
  readonly room: string
  /** Names an epoch: 1 to 64 of `A-Z a-z 0-9 _ -`, never the same twice. */
  readonly newEpoch: () => string
  /** The newest line of the room that the database holds, if it could be asked. */
  readonly stored?: Position
  readonly limits?: Limits
  /** See {@link JournalParts.onLoss}. */
  readonly onLoss?: (lines: number) => void
  readonly disk?: Disk
  readonly machine?: Machine
}

/** A journal that is open, and what became of the one that was there. */
export interface OpenedJournal {
  readonly log: Journal
  readonly recovery: Recovery
  /** An ended epoch whose lines may not be stored yet; at most one is kept. */
  readonly remains?: Remains
}

/** 8 MiB a segment, 256 MiB a room: some 700,000 events of 350 bytes. */
const defaultLimits: Limits = { segmentBytes: 8 * 1024 * 1024, maxBytes: 256 * 1024 * 1024 }

/**
 * Opens the journal of a room under `dir`, or begins one. Its epoch goes on if every line that was
 * shown is there, else a new one starts at 1 and the old one's sound lines become `remains`.
 *
 * @throws {Locked} if it is open already, in this process or another.
 * @throws {LogFailed} if the disk refuses.
 */
export async function openJournal(dir: string, options: JournalOptions): Promise<OpenedJournal> {
  const { room, limits = defaultLimits, machine = readMachine() } = options
  if (limits.segmentBytes > limits.maxBytes) throw new RangeError('a segment exceeds the journal')
  const folder = join(dir, folderName(room))
  let lock: LockFile | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    lock = takeLock(join(folder, 'lock'), machine)
    return await openLocked({ options, limits, machine, folder, lock })
  } catch (cause) {
    lock?.close()
    throw cause instanceof Locked ? cause : refused(room, cause)
  }
}

interface Opening {
  readonly options: JournalOptions
  readonly limits: Limits
  readonly machine: Machine
  readonly folder: string
  readonly lock: LockFile
}

async function openLocked(opening: Opening): Promise<OpenedJournal> {
  const { options, limits, machine, folder, lock } = opening
  const { room, newEpoch, disk = systemDisk, onLoss = () => undefined } = options
  const { boot } = machine
  const { recovery, going, ended } = await survey(folder, machine, options.stored)
  const epoch = going?.epoch ?? newEpoch()
  const active = going?.segments.at(-1) ?? emptySegment(folder, { epoch, firstSeq: 1 })
  const older = going?.segments.slice(0, -1) ?? []
  const remains = await keepFirst(ended, disk, onLoss)
  if (recovery.kind === 'cut-tail') truncateSync(active.path, active.bytes)
  writeState(folder, { epoch, boot })
  const parts = { room, folder, epoch, boot, older, active, remains, limits, lock, disk, onLoss }
  return { log: new Journal(parts), recovery, ...(remains ? { remains } : {}) }
}

interface Survey {
  readonly recovery: Recovery
  /** The epoch that goes on, with its sound segments; absent if a new one has to start. */
  readonly going?: EpochFiles
  /** The others, the last one first. */
  readonly ended: readonly EpochFiles[]
}

/** Reads what is there, and decides; changes nothing. */
async function survey(
  folder: string,
  machine: Machine,
  stored: Position | undefined,
): Promise<Survey> {
  const state = readState(folder)
  const epochs = listEpochs(folder)
  const epoch = state?.epoch ?? epochs[0]?.epoch
  const isLast = (files: EpochFiles): boolean => files.epoch === epoch
  const finding = await scanSegments(epochs.find(isLast)?.segments ?? [])
  const rebooted = state !== undefined && !machine.sameBoot(state.boot)
  const recovery = judge({ finding, state, rebooted, stored })
  const others = epochs.filter((files) => !isLast(files))
  if (epoch !== undefined && (recovery.kind === 'continued' || recovery.kind === 'cut-tail')) {
    return { recovery, going: { epoch, segments: finding.segments }, ended: others }
  }
  return { recovery, ended: [...epochs.filter(isLast), ...others] }
}

/** The remains of the first epoch that has any; whatever else there is goes, so that it ends. */
async function keepFirst(
  ended: readonly EpochFiles[],
  disk: Disk,
  onLoss: (lines: number) => void,
): Promise<Remains | undefined> {
  let kept: Remains | undefined
  for (const files of ended) {
    const remains = await findRemains(files, disk)
    if (kept && remains) onLoss(remains.head - remains.oldest + 1)
    if (kept || !remains) removeEpoch(files.segments, disk)
    kept ??= remains
  }
  return kept
}
