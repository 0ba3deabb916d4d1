import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { codeOf } from './error-code.ts'
import { type LockHolder, type HostProcesses, readHostProcesses } from './host-process.ts'
import { linkFile, createExclusive } from './create-exclusive.ts'
import { randomName } from '../bytes/random-token.ts'
import { readIfThere } from './atomic-file.ts'

/** A held lock. */
export interface LockFile {
  /**
   * Returns true while it is ours. Another process may have removed the file, or taken us for dead.
   */
  readonly held: () => boolean
  /** Releases the lock, but not the lock of a successor. Idempotent. */
  readonly close: () => void
}

/** The error of a lock that another live process holds. */
export class Locked extends Error {
  override readonly name = 'Locked'
}

/**
 * Takes a lock that no second process, and no second caller in this one, can hold at the same time.
 * A lock whose process is gone (killed, or before the last boot) is taken over. It sees the
 * processes of one machine and one container only: a folder that two of them share is not
 * protected.
 *
 * @throws Locked with the pid of the holder.
 */
export function takeLock(path: string, machine: HostProcesses = readHostProcesses()): LockFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const content = JSON.stringify({ ...machine.self, name: randomName() })
  while (!createExclusive(path, content)) {
    const found = readIfThere(path)
    if (found === undefined) continue // released at this moment
    const holder = parseHolder(found)
    if (holder && machine.lives(holder)) {
      throw new Locked(
        `${path} is held by process ${holder.pid}: stop it, or delete the file if that is no danmu-relay`,
      )
    }
    removeStale(path, found)
  }
  const held = (): boolean => readIfThere(path) === content
  return {
    held,
    close: () => {
      if (held()) rmSync(path, { force: true })
    },
  }
}

/** Removes a stale lock, but not one that another process has put in its place just now. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomName()}`
  try {
    renameSync(path, aside)
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause
    return // another process was faster
  }
  if (readIfThere(aside) !== stale) linkFile(aside, path)
  rmSync(aside, { force: true })
}

function parseHolder(content: string): LockHolder | undefined {
  try {
    const { pid, startedAt, boot } = JSON.parse(content) as Record<string, unknown> // checked below
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined
    if (typeof startedAt !== 'number' || typeof boot !== 'string') return undefined
    return { pid, startedAt, boot }
  } catch {
    return undefined // torn by a power loss: it has no holder
  }
}
