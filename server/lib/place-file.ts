import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf } from './error-code.ts'
import { randomName } from './random-token.ts'

/**
 * Puts a file there unless there is one. It is there complete or not at all: of two processes that
 * try at once one wins, and neither one that is killed nor a power cut leaves an empty or half one.
 *
 * @returns false if there is one.
 */
export function placeFile(path: string, content: string): boolean {
  const draft = `${path}.${randomName()}`
  try {
    writeThrough(draft, content)
    return linkFile(draft, path)
  } finally {
    rmSync(draft, { force: true }) // also what a full disk left of it
  }
}

/** Gives a file a second name. @returns false if that is taken. */
export function linkFile(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause
    return false
  }
}

/** The name must not reach the disk before the content has. */
function writeThrough(path: string, content: string): void {
  const fd = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(fd, content)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
