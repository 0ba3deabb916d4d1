import { fsync, openSync, rmSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { codeOf } from '../../lib/file/error-code.ts'
import { LogFailed } from '../log.ts'

/** The calls of a journal that a disk may refuse. */
export interface Disk {
  /** Opens a file to append to; `ax` fails if the file exists. @returns its descriptor. */
  readonly open: (path: string, flags: 'a' | 'ax') => number
  /**
   * Writes from `offset` on at the end of the file. @returns the number of bytes that were written.
   */
  readonly write: (fd: number, bytes: Buffer, offset: number) => number
  /** Resolves when the file would survive a loss of power. */
  readonly sync: (fd: number) => Promise<void>
  /** Deletes a file; a missing file is no error. */
  readonly remove: (path: string) => void
}

/** The disk of this machine. */
export const systemDisk: Disk = {
  open: (path, flags) => openSync(path, flags, 0o600),
  write: (fd, bytes, offset) => writeSync(fd, bytes, offset),
  sync: promisify(fsync),
  remove: (path) => rmSync(path, { force: true }),
}

// EFBIG: the file would exceed the maximal size of a file.
const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** Returns the failure of a log for a refusal of the disk. */
export function refused(room: string, cause: unknown): LogFailed {
  if (cause instanceof LogFailed) return cause
  const code = codeOf(cause)
  const reason = fullCodes.has(code ?? '') ? 'full' : 'broken'
  const words = cause instanceof Error ? cause.message : String(cause)
  return new LogFailed(reason, `the journal of ${room} failed: ${words}`, { cause })
}
