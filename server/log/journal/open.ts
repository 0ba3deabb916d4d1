import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { Locked, type LockFile, takeLock } from '../../lib/file/lock-file.ts'
import { type HostProcesses, readHostProcesses } from '../../lib/file/host-process.ts'
import { type Disk, refused, systemDisk } from './disk.ts'
import { type EpochFiles, listEpochs, scanSegments } from './epochs.ts'
import { folderName } from './folder-name.ts'
import { Journal, type Limits } from './journal.ts'
import { judge, type Recovery, type StoredEpoch } from './recover.ts'
import { findPreviousEpoch, type PreviousEpoch, removeEpoch } from './previous-epoch.ts'
import { emptySegment } from './segment.ts'
import { readState, statePath, writeState } from './state.ts'

/** The room of a journal, and the options of its opening. */
export interface JournalOptions {
  readonly room: string
  /** Returns the name of a new epoch: 1 to 64 of `A-Z a-z 0-9 _ -`, never the same twice. */
  readonly newEpoch: () => string
  /** The stored epochs of the room, the newest first; absent if the database could not be queried. */
  readonly stored?: readonly StoredEpoch[]
  /** The epoch that continues here, whatever the folder holds; read from the folder if absent. */
  readonly begin?: EpochStart
  readonly limits?: Limits
  /** See `onLoss` of the journal's parts. */
  readonly onLoss?: (lines: number) => void
  readonly disk?: Disk
  readonly machine?: HostProcesses
}

/** An epoch that was in memory, or whose journal was deleted after all of it was stored. */
export interface EpochStart {
  readonly epoch: string
  readonly number: number
  /** The journal begins with the line after this position. */
  readonly after: number
}

/** An open journal, and the state of the one that was found. */
export interface OpenedJournal {
  readonly log: Journal
  readonly recovery: Recovery
  /** The remains of ended epochs whose lines may not be stored yet, oldest first. */
  readonly remains: readonly PreviousEpoch[]
}

/**
 * The limits of a journal: 8 MiB a segment, 256 MiB a room (some 700,000 events of 350 bytes). The
 * newest 20,000 lines hold every id that a platform could repeat after a reconnect, and are read in
 * a tenth of a second.
 */
export const defaultLimits = {
  segmentBytes: 8 * 1024 * 1024,
  maxBytes: 256 * 1024 * 1024,
  recentLines: 20_000,
} as const satisfies Limits

/**
 * Opens the journal of a room under `dir`, or begins one. Its epoch continues if every line that
 * was shown is there, else a new one starts at 1 and the sound lines of the old one become
 * `remains`. An epoch given by `begin` continues after an end of the process only if {@link
 * Journal.markOpen} was called.
 *
 * @throws Locked if it is open already, in this process or another.
 * @throws LogFailed if the disk refuses.
 */
export async function openJournal(dir: string, options: JournalOptions): Promise<OpenedJournal> {
  const { room, limits = defaultLimits, machine = readHostProcesses() } = options
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
  readonly machine: HostProcesses
  readonly folder: string
  readonly lock: LockFile
}

async function openLocked(opening: Opening): Promise<OpenedJournal> {
  const { options, limits, machine, folder, lock } = opening
  const { room, disk = systemDisk, onLoss = () => undefined } = options
  const { boot } = machine
  const { recovery, going, ended } = options.begin
    ? surveyForStart(folder, options.begin, disk)
    : await survey(folder, machine, options)
  const { epoch, number, segments, after = 0 } = going
  const active = segments.at(-1) ?? emptySegment(folder, { epoch, number, firstSeq: after + 1 })
  const older = segments.slice(0, -1)
  const remains = await remainsOf(ended, disk)
  if (recovery.kind === 'cut-tail') truncateSync(active.path, active.bytes)
  const markedOpen = options.begin === undefined
  if (markedOpen) writeState(folder, { room, epoch, boot })
  const place = {
    room,
    folder,
    epoch,
    epochNumber: number,
    boot,
    older,
    active,
    remains,
    markedOpen,
  }
  return { log: new Journal({ ...place, limits, lock, disk, onLoss }), recovery, remains }
}

interface Survey {
  readonly recovery: Recovery
  /** The epoch that continues, with its sound segments, or a new one that begins after a position. */
  readonly going: EpochFiles & { readonly after?: number }
  /** The ended epochs, the newest first. */
  readonly ended: readonly EpochFiles[]
}

/** Prepares a folder for a given epoch: files of an earlier attempt are deleted, memory has them all. */
function surveyForStart(folder: string, { epoch, number, after }: EpochStart, disk: Disk): Survey {
  // With a state file, a start after an end of the process now would continue another epoch.
  disk.remove(statePath(folder))
  const epochs = listEpochs(folder)
  const going = { epoch, number, after, segments: [] }
  for (const files of epochs) if (files.epoch === epoch) removeEpoch(files.segments, disk)
  return { recovery: { kind: 'new' }, going, ended: epochs.filter((one) => one.epoch !== epoch) }
}

/** Reads the folder and decides which epoch continues; changes nothing. */
async function survey(
  folder: string,
  machine: HostProcesses,
  { stored, newEpoch }: JournalOptions,
): Promise<Survey> {
  const state = readState(folder)
  const known = stored ?? []
  const epochs = withNumbers(listEpochs(folder), known)
  const epoch = state?.epoch ?? epochs[0]?.epoch
  const isLast = (files: EpochFiles): boolean => files.epoch === epoch
  const { number, segments } = epochs.find(isLast) ?? noFiles
  const next = 1 + highest([...epochs, ...known])
  const finding = await scanSegments(segments)
  const rebooted = !machine.sameBoot(state?.boot ?? machine.boot)
  const recovery = judge({ finding, state, rebooted, number, stored })
  const others = epochs.filter((files) => !isLast(files))
  if (epoch !== undefined && keepsEpoch(recovery)) {
    const going = { epoch, number: number || next, segments: finding.segments }
    return { recovery, going, ended: others }
  }
  const going = { epoch: newEpoch(), number: next, segments: [] }
  return { recovery, going, ended: [...epochs.filter(isLast), ...others] }
}

const noFiles = { number: 0, segments: [] }

function keepsEpoch({ kind }: Recovery): boolean {
  return kind === 'continued' || kind === 'cut-tail'
}

function highest(epochs: readonly { readonly number: number }[]): number {
  return Math.max(0, ...epochs.map(({ number }) => number))
}

/** Returns the epochs with numbers of the database for files of an earlier version, which had none. */
function withNumbers(
  epochs: readonly EpochFiles[],
  stored: readonly StoredEpoch[],
): readonly EpochFiles[] {
  return epochs.map((files) => {
    const { number = 0 } = stored.find(({ epoch }) => epoch === files.epoch) ?? {}
    return { ...files, number: Math.max(files.number, number) }
  })
}

/** Returns the remains of ended epochs, oldest first; deletes files without a sound line. */
async function remainsOf(
  ended: readonly EpochFiles[],
  disk: Disk,
): Promise<readonly PreviousEpoch[]> {
  const found: PreviousEpoch[] = []
  for (const files of ended.toReversed()) {
    const remains = await findPreviousEpoch(files, disk)
    if (remains) found.push(remains)
    else removeEpoch(files.segments, disk)
  }
  return found
}
