import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { api, isKnown } from './compat.ts'

/** Writes {@link domOfOldest} into a folder as `dom.d.ts`, from the compiler that is installed. */
export function writeDom(folder: string): void {
  const compiler = `@typescript/typescript-${process.platform}-${process.arch}`
  const manifest = createRequire(import.meta.url).resolve(`${compiler}/package.json`)
  const lib = readFileSync(join(dirname(manifest), 'lib/lib.dom.d.ts'), 'utf8')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'dom.d.ts'), domOfOldest(lib))
}

/**
 * Returns TypeScript's declarations of the DOM without the features that our oldest Chromium does
 * not have: code that compiles with them runs there. Each member names its page of MDN, and so its
 * row of the tables.
 *
 * @param lib - `lib.dom.d.ts`.
 */
function domOfOldest(lib: string): string {
  const kept: string[] = []
  let newer = false // set by the last comment
  let dropped: string | undefined // the name of the last removed member
  for (const line of withoutNewerVariables(lib).split('\n')) {
    const page =
      /\[MDN Reference\]\(https:\/\/developer\.mozilla\.org\/docs\/Web\/API\/([\w/]+)\)/.exec(line)
    if (page) newer = isNewer(page[1] ?? '')
    const name = declaredName(line)
    const leaveOut = name !== undefined && (newer || name === dropped)
    dropped = leaveOut ? name : undefined
    if (name !== undefined) newer = false
    if (!leaveOut) kept.push(line)
  }
  return kept.join('\n')
}

/**
 * Removes the variables of newer interfaces; the types may stay, because no code can get an
 * instance.
 */
function withoutNewerVariables(lib: string): string {
  return lib.replaceAll(/^declare var (\w+): \{\n.*?^\};?\n/gms, (whole, name: string) =>
    isKnown(api[name]) ? whole : '',
  )
}

function isNewer(page: string): boolean {
  const [owner = '', member] = page.split('/')
  const feature = api[owner]
  return member === undefined ? false : !isKnown(feature?.[member] ?? api[member])
}

/** Returns the name that a line declares: of a member, or of a global variable or function. */
function declaredName(line: string): string | undefined {
  return /^(?: {4}|declare (?:var|function) )(?:readonly |get |set )?(\w+)\??[(:<]/.exec(line)?.[1]
}
