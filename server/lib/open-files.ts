import { readIfThere } from './text-file.ts'

/** Returns how many files this process may have open; undefined where the system does not say. */
export function openFileLimit(file = '/proc/self/limits'): number | undefined {
  const soft = /^Max open files\s+(\d+)/m.exec(readIfThere(file) ?? '')?.[1]
  return soft === undefined ? undefined : Number(soft)
}
