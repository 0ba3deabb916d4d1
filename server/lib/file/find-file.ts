import { realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf } from './error-code.ts'

// Nothing with a slash or a leading dot, so no name leads out of a folder, nor to what is hidden in it.
const plainName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/

/**
 * The file of a folder that has a name with one of these endings, the first that is there; undefined
 * if none is. Never one outside of the folder, whatever the name and wherever links lead.
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
