import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomName } from './random-token.ts'

/** A held lock. */
export interface LockFile {
  /** Gives the lock up; idempotent. */
  readonly close: () => void
}

/** Somebody else, alive, holds the lock. */
export class Locked extends Error {
  override readonly name = 'Locked'
}

/** A process, told apart from a later one that was given the same pid. */
interface Holder {
  readonly pid: number
  /** Clock ticks from boot to its start; absent where the system has no /proc. */
  readonly started?: string | undefined
  /** The boot it belongs to; absent where the system has no /proc. */
  readonly boot?: string | undefined
}

/**
 * Takes a lock that no second process, and no second caller in this one, can have meanwhile. A lock
 * whose process is gone (killed, or before the last boot) is taken over. It knows the processes of
 * one machine and one container only: a folder that two of them share is not protected.
 *
 * @throws Locked with the pid of the holder.
 */
export function takeLock(path: string): LockFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const content = JSON.stringify(self())
  while (!place(path, content)) {
    const found = readIfThere(path)
    if (found === undefined) continue // given up at this moment
    const holder = parseHolder(found)
    if (holder && isAlive(holder)) {
      throw new Locked(
        `${path} is held by process ${holder.pid}: stop it, or delete the file if that is no danmu-relay`,
      )
    }
    removeStale(path, found)
  }
  let held = true
  return {
    close: () => {
      if (held && readIfThere(path) === content) rmSync(path, { force: true })
      held = false
    },
  }
}

/** Puts the lock there complete, or not at all: nobody ever reads half of one. */
function place(path: string, content: string): boolean {
  const draft = `${path}.${randomName()}`
  writeFileSync(draft, content, { flag: 'wx', mode: 0o600 })
  return linked(draft, path)
}

/** Moves a file to a name unless that is taken. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause
    return false
  } finally {
    rmSync(from, { force: true })
  }
}

/** Removes a stale lock, but not one that another starter has put in its place just now. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${randomName()}`
  try {
    renameSync(path, aside)
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause
    return // another starter was quicker
  }
  if (readIfThere(aside) === stale) rmSync(aside, { force: true })
  else linked(aside, path)
}

function self(): Holder {
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim()
  return { pid: process.pid, started: statOf(process.pid)?.started, boot }
}

function isAlive(holder: Holder): boolean {
  const { boot } = self()
  if (boot !== undefined && holder.boot !== undefined && boot !== holder.boot) return false
  try {
    process.kill(holder.pid, 0)
  } catch (cause) {
    return codeOf(cause) === 'EPERM' // it lives, and is somebody else's
  }
  const stat = statOf(holder.pid)
  if (!stat) return true
  return stat.state !== 'Z' && (holder.started === undefined || holder.started === stat.started)
}

/** State letter and start of a process, fields 3 and 22 of proc(5) `stat`. */
function statOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  const text = readIfThere(`/proc/${pid}/stat`)
  // The name of the program stands in brackets and may hold spaces and brackets itself.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, started] = [fields?.[0], fields?.[19]]
  return state === undefined || started === undefined ? undefined : { state, started }
}

function parseHolder(content: string): Holder | undefined {
  try {
    const { pid, started, boot } = JSON.parse(content) as Record<string, unknown> // checked below
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined
    return {
      pid,
      started: typeof started === 'string' ? started : undefined,
      boot: typeof boot === 'string' ? boot : undefined,
    }
  } catch {
    return undefined // torn by a power loss: nobody holds it
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const code = codeOf(cause)
    // ESRCH: a process that ended while its /proc file was being read.
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw cause
  }
}

function codeOf(cause: unknown): string | undefined {
  return (cause as NodeJS.ErrnoException).code // fs and process throw nothing else
}
