import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listEpochs } from './epochs.ts'
import { folderName, roomOfFolder } from './folder-name.ts'
import { readState, statePath } from './state.ts'

/** A journal that lies under a folder of journals. */
export interface Leftover {
  readonly room: string
  /** When it was last written to, epoch milliseconds. */
  readonly writtenAt: number
}

/** Every journal under `dir` whose room can be told. */
export function listJournals(dir: string): readonly Leftover[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return []
    const folder = join(dir, entry.name)
    const room = readState(folder)?.room ?? roomOfFolder(entry.name)
    // What is under another name than its own was put there by hand.
    if (room === undefined || folderName(room) !== entry.name) return []
    const files = readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs)
    return [{ room, writtenAt: Math.max(0, ...files) }]
  })
}

/** Whether a room has a journal, open or not. */
export function hasJournal(dir: string, room: string): boolean {
  return existsSync(join(dir, folderName(room)))
}

/** The highest number of an epoch in the journal of a room, as far as it can be read; else 0. */
export function newestNumber(dir: string, room: string): number {
  try {
    return listEpochs(join(dir, folderName(room)))[0]?.number ?? 0
  } catch {
    return 0 // the disk refuses: whoever asks has said so
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
