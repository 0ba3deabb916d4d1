import { linkSync, rmSync } from 'node:fs'
import { codeOf } from './error-code.ts'
import { randomName } from '../bytes/random-token.ts'
import { writeThrough } from './atomic-file.ts'

/**
 * Creates a file unless it exists. The file is complete or absent: of two processes that try at
 * once one succeeds, and neither a killed process nor a power cut leaves an empty or incomplete
 * file.
 *
 * @returns false if the file existed before.
 */
export function createExclusive(path: string, content: string): boolean {
  const draft = `${path}.${randomName()}`
  try {
    writeThrough(draft, content, 'wx')
    return linkFile(draft, path)
  } finally {
    rmSync(draft, { force: true }) // also the part that a full disk left of it
  }
}

/** Gives a file a second name. @returns false if that name exists. */
export function linkFile(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') throw cause
    return false
  }
}
