import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { codeOf } from './error-code.ts'
import { randomName } from './random-token.ts'

/**
 * Puts a file there unless there is one. It is there complete or not at all: of two processes that
 * try at once one wins, and one that is killed leaves no half of a file.
 *
 * @returns false if there is one.
 */
export function placeFile(path: string, content: string): boolean {
  const draft = `${path}.${randomName()}`
  try {
    writeFileSync(draft, content, { flag: 'wx', mode: 0o600 })
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
