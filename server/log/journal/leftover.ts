import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listEpochs } from './epochs.ts'
import { folderName, roomOfFolder } from './folder-name.ts'
import { readState, statePath } from './state.ts'

/** A journal in the folder of journals, not opened. */
export interface JournalFiles {
  readonly room: string
  /** The time of the last write, epoch milliseconds. */
  readonly writtenAt: number
}

/** Returns the journals under `dir` whose room is known. */
export function listJournals(dir: string): readonly JournalFiles[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return []
    const folder = join(dir, entry.name)
    const room = readState(folder)?.room ?? roomOfFolder(entry.name)
    // A folder with any other name was not created by a journal.
    if (room === undefined || folderName(room) !== entry.name) return []
    const files = readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs)
    return [{ room, writtenAt: Math.max(0, ...files) }]
  })
}

/** Returns true if a room has a journal, open or not. */
export function hasJournal(dir: string, room: string): boolean {
  return existsSync(join(dir, folderName(room)))
}

/** Returns the highest epoch number in the journal of a room; 0 if none can be read. */
export function newestNumber(dir: string, room: string): number {
  try {
    return listEpochs(join(dir, folderName(room)))[0]?.number ?? 0
  } catch {
    return 0 // the caller has already reported that the disk fails
  }
}

/** Deletes the journal of a room, which must not be open. */
export function removeJournal(dir: string, room: string): void {
  rmSync(join(dir, folderName(room)), { recursive: true, force: true })
}

/** Ends the epoch of a journal that is not open: the next opening begins another. */
export function endEpoch(dir: string, room: string): void {
  rmSync(statePath(join(dir, folderName(room))), { force: true })
}
