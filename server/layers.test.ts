import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { denoEntry, layers, webStandard } from './layers.ts'

const root = resolve(import.meta.dirname, '..')
const folders = Object.keys(layers)
const tops = ['server', 'overlay', 'proto/feed', 'proto/input', 'proto/api', 'signer', 'e2e']

/** Returns every specifier of a module: static, side-effect and dynamic imports, re-exports. */
function specifiersOf(file: string, { types = true } = {}): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const source = types ? text : text.replaceAll(/^(?:im|ex)port type [^;]*? from '[^']+'$/gm, '')
  const specifier = /(?:from\s*|import\s*\(\s*|^import\s+)['"]([^'"]+)['"]/gm
  return [...source.matchAll(specifier)].flatMap((match) => match[1] ?? [])
}

function importsOf(file: string): string[] {
  return specifiersOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, resolve(root, dirname(file), specifier)))
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|fake)\.ts$/.test(file))
    .map((file) => join(folder, file))
}

const isIn = (folder: string, file: string): boolean =>
  file === folder || file.startsWith(`${folder}/`)

test.each(['server', 'overlay'])('every folder of %s is in the table', (top) => {
  const there = readdirSync(join(root, top), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${top}/${entry.name}`)
    .filter((folder) => sourcesIn(folder).length > 0)
  expect(there.filter((folder) => !folders.includes(folder))).toEqual([])
})

test('no row lists a folder whose row is further down, so there is no circle', () => {
  const bad = folders.flatMap((folder, index) =>
    (layers[folder] ?? [])
      .filter((to) => folders.indexOf(to) > index)
      .map((to) => `${folder} -> ${to}`),
  )
  expect(bad).toEqual([])
})

test('no folder has more than 25 files beside its tests', () => {
  const counts = new Map<string, number>()
  for (const file of tops.flatMap(sourcesIn)) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  }
  expect([...counts].filter(([, count]) => count > 25)).toEqual([])
})

describe.each(folders)('%s', (folder) => {
  const files = sourcesIn(folder)

  test('imports only what the table allows', () => {
    const allowed = [folder, ...(layers[folder] ?? [])]
    const bad = files.flatMap((file) =>
      importsOf(file)
        .filter((to) => !allowed.some((one) => isIn(one, to)))
        .map((to) => `${file} -> ${to}`),
    )
    expect(bad).toEqual([])
  })
})

describe.each(webStandard)('%s', (folder) => {
  test('needs nothing of Node', () => {
    const bad = sourcesIn(folder).filter((file) =>
      specifiersOf(file).some((specifier) => specifier.startsWith('node:')),
    )
    expect(bad).toEqual([])
  })
})

test('pages have only types of the contract, because it would bring zod into their scripts', () => {
  const bad = sourcesIn('overlay').flatMap((file) =>
    specifiersOf(file, { types: false })
      .filter((specifier) => specifier.includes('proto/api'))
      .map((specifier) => `${file} -> ${specifier}`),
  )
  expect(bad).toEqual([])
})

test('the Deno entry needs nothing of Node, down to its last import', () => {
  const reached = new Set([denoEntry])
  const bad: string[] = []
  for (const file of reached) {
    if (file.startsWith('proto/gen')) continue
    for (const specifier of specifiersOf(file, { types: false })) {
      if (specifier.startsWith('node:')) bad.push(`${file} -> ${specifier}`)
      if (specifier.startsWith('.')) {
        reached.add(relative(root, resolve(root, dirname(file), specifier)))
      }
    }
  }
  expect(bad).toEqual([])
  expect(reached.size).toBeGreaterThan(50)
})

test('no platform imports another', () => {
  const shared = ['server/platform/json', 'server/platform/bilibili-packet']
  const bad = sourcesIn('server/platform').flatMap((file) => {
    const own = file.split('/').slice(0, 3).join('/')
    return importsOf(file)
      .filter((to) => isIn('server/platform', to) && to.split('/').length > 3)
      .filter((to) => !isIn(own, to) && !shared.some((folder) => isIn(folder, to)))
      .filter(() => file !== 'server/platform/registry.ts')
      .map((to) => `${file} -> ${to}`)
  })
  expect(bad).toEqual([])
})

test('source files are small: none above 300 lines, the median at most 120', () => {
  const lengths = tops
    .flatMap(sourcesIn)
    .map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1)
    .toSorted((a, b) => a - b)
  expect(lengths.at(-1)).toBeLessThanOrEqual(300)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120)
})
