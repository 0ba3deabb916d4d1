import { fsync, rmSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '../../lib/error-code.ts'
import { LogFailed } from '../log.ts'

/** What a journal does to a disk that a disk may refuse. */
export interface Disk {
  /** Writes from `offset` on at the end of the file. @returns how many bytes were taken. */
  readonly write: (fd: number, bytes: Buffer, offset: number) => number
  /** Resolves when the file would survive a loss of power. */
  readonly sync: (fd: number) => Promise<void>
  /** Deletes a file; one that is gone already is fine. */
  readonly remove: (path: string) => void
}

/** The disk of this machine. */
export const systemDisk: Disk = {
  write: (fd, bytes, offset) => writeSync(fd, bytes, offset),
  sync: promisify(fsync),
  remove: (path) => rmSync(path, { force: true }),
}

/** The failure of a log that a refusal of the disk means. */
export function refused(room: string, cause: unknown): LogFailed {
  if (cause instanceof LogFailed) return cause
  const code = codeOf(cause)
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'full' : 'broken'
  const words = cause instanceof Error ? cause.message : String(cause)
  return new LogFailed(reason, `the journal of ${room} failed: ${words}`, { cause })
}
