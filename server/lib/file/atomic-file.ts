import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './error-code.ts'

/** A small file that is read and replaced as a whole. */
export interface AtomicFile {
  /** Returns the content; undefined if there is no such file. */
  readonly read: () => string | undefined
  /** Replaces the content: at any moment the file has the old or the new text, in full. */
  readonly replace: (text: string) => void
  /** Renames a file that cannot be parsed to `<name>.damaged`, so that `replace` loses nothing. */
  readonly setAside?: () => void
}

/**
 * Returns the file at a path, which only its owner may read. Both calls throw the errors of the disk.
 *
 * @param synced - false does not wait for the disk; a power cut may then leave an older text, or none.
 */
export function atomicFile(path: string, synced = true): AtomicFile {
  return {
    read: () => readIfThere(path),
    replace: (text) => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      const draft = `${path}.draft`
      writeThrough(draft, text, 'w', synced)
      renameSync(draft, path)
    },
    setAside: () => renameSync(path, freeName(`${path}.damaged`)),
  }
}

function freeName(path: string): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? path : `${path}-${count}`
    if (!existsSync(name)) return name
  }
}

/** Returns the content of a file; undefined if there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = codeOf(cause)
    // ESRCH: a process that ended while its file in /proc was being read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw cause
  }
}

/**
 * Writes a file that only its owner may read. Without the sync, a power cut after the file got its
 * final name could leave an empty file.
 */
export function writeThrough(path: string, text: string, flags: 'w' | 'wx', synced = true): void {
  const fd = openSync(path, flags, 0o600)
  try {
    writeFileSync(fd, text)
    if (synced) fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
