import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, isTest, linesOf, modulesIn, sourcesIn, tops } from './source-tree.fake.ts'

const modules = tops.flatMap(modulesIn)
const sources = tops.flatMap(sourcesIn)

test('no folder has more than 25 files beside its tests', () => {
  const counts = new Map<string, number>()
  for (const file of sources) {
    counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  }
  expect([...counts].filter(([, count]) => count > 25)).toEqual([])
})

test('source files are small: none above 300 lines, the median from 60 to 140', () => {
  const lengths = sources.map(linesOf).toSorted((a, b) => a - b)
  expect(lengths.at(-1)).toBeLessThanOrEqual(300)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeGreaterThanOrEqual(60)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(140)
})

test('no file of tests has more than 300 lines', () => {
  const long = modules.filter((file) => isTest(file) && linesOf(file) > 300)
  expect(long).toEqual([])
})

/** The small files with one importer, and why each is a file of its own. */
const smallFiles: readonly (readonly [file: RegExp, reason: string])[] = [
  [/^server\/platform\/[\w-]+\/normalize\//, 'one file a kind of message: see CONTRIBUTING.md'],
  [/^server\/platform\/[\w-]+\/[\w-]+\.ts$/, 'the same file names in the folder of every platform'],
  [/^server\/cli\/command\//, 'one file a command'],
  [/^signer\/[\w-]+\/sign\.ts$/, 'one folder a family of signers'],
  [/^server\/config\//, 'one file a group of settings'],
  [/^server\/app\//, 'one file a part of the composition'],
  [/^overlay\/locale\//, 'one file an area and language'],
  [/^overlay\/option\//, 'the options of one element, which are loaded with it'],
  [/^proto\/api\//, 'one file a resource'],
  [/^proto\/feed\/position\.ts$/, 'a part of the contract; index.ts only lists these'],
  [/^proto\/input\/cookie-\w+\.ts$/, 'one file a form of a pasted login'],
  [/^server\/edge\/route\.ts$/, 'the routes of an edge, as a table'],
  [/^server\/feed\/shedding\.ts$/, 'the pure half of stream.ts'],
  [/^server\/hub\/line-limit\.ts$/, 'the pure half of room.ts'],
  [/^server\/store\/writer\/read-slice\.ts$/, 'the reading half of writer.ts, without its state'],
  [/^server\/http\/plain-request\.ts$/, "a class for Node's server; server/app only composes"],
  [/^server\/lib\/file\/open-files\.ts$/, 'reads a file of the system; server/app only composes'],
  [/^overlay\/client\/parse\.ts$/, 'the pure half of client.ts'],
  [/^overlay\/client\/report\.ts$/, 'what feed.ts prints on the console'],
  [/^overlay\/client\/game\/index\.ts$/, 'an entry of the package'],
  [/^overlay\/element\/base\/size-warning\.ts$/, 'is loaded only when it is needed'],
  [/^overlay\/element\/danmu-overlay\/debug\.ts$/, 'is loaded only when it is needed'],
  [/^overlay\/page\/obs\/(?:live-picture|preview|notice)\.ts$/, 'main.ts only starts the page'],
  [/^overlay\/page\/studio\/widget-icon\.ts$/, 'a table that grows with the widgets'],
  [/^overlay\/page\/studio\/studio-option\/find\.ts$/, 'the pure half of studio-option.ts'],
  [/^overlay\/page\/studio\/studio-saved\/read\.ts$/, 'the pure half of studio-saved.ts'],
  [/^overlay\/page\/studio\/studio-share\/token\.ts$/, 'the request of studio-share.ts'],
  [/^overlay\/page\/studio\/traffic\/recording-file\.ts$/, 'the impure half of recording.ts'],
  [/^e2e\/store\/child\.ts$/, 'a process of its own'],
]

test('a file of less than 30 lines with one importer is a part of that importer', () => {
  const importers = new Map<string, Set<string>>()
  for (const file of modules) {
    for (const to of importsOf(file)) {
      importers.set(to, (importers.get(to) ?? new Set()).add(file))
    }
  }
  const small = sources.filter((file) => {
    const by = [...(importers.get(file) ?? [])]
    // What a unit test imports is the pure half of an impure module, and tested without it.
    const isTestedAlone = !file.startsWith('e2e/') && by.some(isTest)
    return linesOf(file) < 30 && by.length === 1 && !isTestedAlone
  })
  expect(small.filter((file) => !smallFiles.some(([named]) => named.test(file)))).toEqual([])
})
