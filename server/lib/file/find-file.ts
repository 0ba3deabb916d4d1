import { realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from './error-code.ts'

// Nothing with a slash or a leading dot, so that no name leads out of a folder, nor to a hidden
// file in it.
const plainName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/

/**
 * Returns the path of the file that has a name with one of these endings, the first that exists;
 * undefined if there is none. It is never outside of the folder, whatever the name and the links in
 * the folder.
 */
export function findFile(
  folder: string,
  name: string,
  endings: readonly string[],
): { readonly path: string; readonly ending: string } | undefined {
  if (!plainName.test(name)) return undefined
  for (const ending of endings) {
    const path = fileAt(folder, `${name}${ending}`)
    if (path !== undefined) return { path, ending }
  }
  return undefined
}

function fileAt(folder: string, file: string): string | undefined {
  try {
    const path = realpathSync(join(folder, file))
    return dirname(path) === realpathSync(folder) && statSync(path).isFile() ? path : undefined
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause
    return undefined
  }
}
