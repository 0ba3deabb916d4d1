import { readIfThere } from './atomic-file.ts'

/** Returns the number of files that this process may have open; undefined if the system has no answer. */
export function openFileLimit(file = '/proc/self/limits'): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(readIfThere(file) ?? '')?.[1]
  return soft === undefined ? undefined : Number(soft)
}
