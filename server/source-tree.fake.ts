import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** The folder of the repository. */
export const root = resolve(import.meta.dirname, '..')

/** The folders of all source files but the generated ones. */
export const tops = [
  'server',
  'overlay',
  'proto/feed',
  'proto/input',
  'proto/api',
  'signer',
  'e2e',
] as const

/** Returns the modules in a folder and its subfolders, by their paths from the root. */
export function modulesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** Returns true for tests, and for what only tests use. */
export function isTest(file: string): boolean {
  return /\.(?:test|fake|soak)\.ts$/.test(file)
}

/** Returns the modules of a folder beside its tests. */
export function sourcesIn(folder: string): string[] {
  return modulesIn(folder).filter((file) => !isTest(file))
}

/** Returns the text of a module. */
export function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

/** Returns the number of lines of a module. */
export function linesOf(file: string): number {
  return textOf(file).split('\n').length - 1
}

/** Returns every specifier of a module: static, side-effect and dynamic imports, re-exports. */
export function specifiersOf(file: string, { types = true } = {}): string[] {
  const text = textOf(file)
  const source = types ? text : text.replaceAll(/^(?:im|ex)port type [^;]*? from '[^']+'$/gm, '')
  const specifier = /(?:from\s*|import\s*\(\s*|^import\s+)['"]([^'"]+)['"]/gm
  return [...source.matchAll(specifier)].flatMap((match) => match[1] ?? [])
}

/** Returns the modules of this repository that a module imports. */
export function importsOf(file: string): string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, resolve(root, dirname(file), specifier)))
}
