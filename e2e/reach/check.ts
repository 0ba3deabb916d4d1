/**
 * Part of `npm run check`: finds features that our oldest Chromium does not have. In style sheets
 * by itself, those within scripts included; in scripts by the type check that follows, for which it
 * writes the declarations.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { oldest } from './compat.ts'
import { writeDom } from './dom.ts'
import { newerInStyle, stylesIn } from './style.ts'

const root = join(import.meta.dirname, '../..')

function newerStyles(): readonly string[] {
  const files = readdirSync(join(root, 'overlay'), { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => /\.(?:ts|css)$/.test(name) && !name.endsWith('.test.ts'))
    .flatMap((name) => {
      const styles = stylesIn(name, readFileSync(join(root, 'overlay', name), 'utf8'))
      return [...new Set(styles.flatMap(newerInStyle))].map((what) => `overlay/${name}: ${what}`)
    })
}

writeDom(join(root, 'node_modules/.cache/reach'))
const found = newerStyles()
for (const one of found) process.stderr.write(`${one} is newer than Chromium ${oldest}\n`)
process.exitCode = found.length > 0 ? 1 : 0
