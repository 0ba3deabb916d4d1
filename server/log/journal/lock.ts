import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { randomName } from '../../lib/random-token.ts'
import { codeOf } from './disk.ts'
import type { Holder, Machine } from './machine.ts'

/** The right to write into a folder. */
export interface Lock {
  /** Is it still ours? Somebody may have removed the file, or taken us for dead. */
  readonly held: () => boolean
  /** Idempotent; leaves the lock of a successor alone. */
  readonly release: () => void
}

/** Another living process, or another part of this one, writes there. */
export class JournalLocked extends Error {
  override readonly name = 'JournalLocked'
}

// A lock without content was just created, or its machine lost power while it was written.
const unwrittenMs = 10_000

/**
 * Locks by a file that says who holds it. A lock whose process is dead is taken over; that its
 * number may have been given to another process since, or that the machine may have been restarted,
 * is seen. Processes of two containers do not see each other: they must not share a folder.
 *
 * @throws {JournalLocked} if it is held.
 */
export function takeLock(path: string, machine: Machine): Lock {
  const name = randomName()
  const { pid, startedAt, boot } = machine.self
  const content = `${pid} ${startedAt} ${boot} ${name}\n`
  if (!create(path, content)) {
    moveStale(path, name, machine)
    if (!create(path, content)) throw locked(path)
  }
  const held = (): boolean => readIfThere(path) === content
  return {
    held,
    release: () => {
      if (held()) rmSync(path, { force: true })
    },
  }
}

/** Two may find the same stale lock: who moves away what is stale no more puts it back. */
function moveStale(path: string, name: string, machine: Machine): void {
  const found = readIfThere(path)
  if (found === undefined) return
  if (isHeld(path, found, machine)) throw locked(path, found)
  const aside = `${path}.${name}`
  renameSync(path, aside)
  if (readIfThere(aside) !== found) {
    renameSync(aside, path)
    throw locked(path)
  }
  rmSync(aside)
}

function isHeld(path: string, content: string, machine: Machine): boolean {
  const holder = parseHolder(content)
  if (holder !== undefined) return machine.lives(holder)
  return Date.now() - statSync(path).mtimeMs < unwrittenMs
}

function parseHolder(content: string): Holder | undefined {
  const [, pid, startedAt, boot] = /^(\d+) (\d+) (\S+) \S+\n$/.exec(content) ?? []
  if (boot === undefined) return undefined
  return { pid: Number(pid), startedAt: Number(startedAt), boot }
}

function create(path: string, content: string): boolean {
  const fd = createEmpty(path)
  if (fd === undefined) return false
  try {
    writeFileSync(fd, content)
    return true
  } catch (cause) {
    rmSync(path, { force: true }) // a full disk must not leave a lock that nobody holds
    throw cause
  } finally {
    closeSync(fd)
  }
}

function createEmpty(path: string): number | undefined {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return undefined
    throw cause
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined
    throw cause
  }
}

function locked(path: string, holder?: string): JournalLocked {
  const by = holder === undefined ? '' : ` by process ${parseInt(holder, 10)}`
  return new JournalLocked(`${path} is held${by}; end the other process first`)
}
