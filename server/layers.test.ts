import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { denoEntry, layers, webStandard } from './layers.ts'
import { importsOf, root, sourcesIn, specifiersOf } from './source-tree.fake.ts'

const folders = Object.keys(layers)

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

describe.each(folders)('%s', (folder) => {
  const files = sourcesIn(folder)

  test('S2-1: imports only what the table allows', () => {
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

interface Package {
  readonly dependencies: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
}

const packageText = readFileSync(join(root, 'package.json'), 'utf8')
const { dependencies, scripts } = JSON.parse(packageText) as Package

test('S4-53 the server imports only packages that package.json names', () => {
  const bad = ['server', 'signer', 'proto/api', 'proto/feed', 'proto/input'].flatMap((folder) =>
    sourcesIn(folder).flatMap((file) =>
      specifiersOf(file)
        .filter((specifier) => /^[a-z@]/.test(specifier) && !specifier.startsWith('node:'))
        .map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '')
        .filter((name) => !Object.hasOwn(dependencies, name))
        .map((name) => `${file} -> ${name}`),
    ),
  )
  expect(bad).toEqual([])
})

test('S4-26 package.json has each script once, and one starts one process', () => {
  const block = /"scripts": \{([^}]*)\}/.exec(packageText)?.[1] ?? ''
  const names = [...block.matchAll(/^\s*"([^"]+)":/gm)].map(([, name]) => name)
  expect(names).toEqual(Object.keys(scripts))
  const starting = Object.entries(scripts).filter(([, command]) => / serve\b/.test(command))
  expect(starting.map(([name]) => name).filter((name) => name !== 'dev')).toEqual(['start'])
  expect(scripts['start']).not.toMatch(/cluster|workers|--daemon|&(?!&)/)
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
