import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { parseSegmentName } from './segment.ts'
import { type JournalOptions, type OpenedJournal, openJournal } from './open.ts'

const room = 'bilibili:123'

/** The folder of the files of {@link openTest}, below its directory. */
export const roomFolder = 'bilibili@123'

/** Returns a new empty directory that is deleted after the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'journal-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Opens the journal of a room in `dir`, whose epochs are named e1, e2 … as folders fill up. */
export function openTest(
  dir: string,
  options: Partial<JournalOptions> = {},
): Promise<OpenedJournal> {
  return openJournal(dir, { room, newEpoch: nextName, ...options })
}

/**
 * Returns a copy of all files as a killed process would leave them at this moment, with a lock
 * whose holder is dead.
 */
export function killed(dir: string): string {
  const copy = scratch()
  cpSync(dir, copy, { recursive: true })
  rmSync(join(copy, roomFolder, 'lock'), { force: true })
  return copy
}

/** Returns the paths and lengths of the segments in `dir`, by name. */
export function segmentsIn(
  dir: string,
): readonly { readonly path: string; readonly bytes: number }[] {
  const folder = join(dir, roomFolder)
  return readdirSync(folder)
    .filter((name) => parseSegmentName(name) !== undefined)
    .toSorted()
    .map((name) => ({ path: join(folder, name), bytes: statSync(join(folder, name)).size }))
}

/** Returns the lines `from` to `to`, each with its position. */
export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `{"seq":${from + i},"text":"弹幕"}`)
}

let epochs = 0
function nextName(): string {
  epochs += 1
  return `e${epochs}`
}
