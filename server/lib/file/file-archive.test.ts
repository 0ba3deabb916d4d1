import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileArchive } from './file-archive.ts'
import { isHashed, staticFilesIn } from './static-files.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'danmu-archive-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** Writes a build; each file contains its own path. */
function writeBuild(name: string, paths: readonly string[]): string {
  const root = join(folder, name)
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), `${name} ${path}`)
  }
  return root
}

const errors: unknown[] = []
const open = (root: string) => {
  return openFileArchive(root, join(folder, 'archive'), (error) => errors.push(error))
}

const textOf = async (reading: Promise<{ readonly bytes: Uint8Array } | undefined>) => {
  const file = await reading
  return file && new TextDecoder().decode(file.bytes)
}

test('D4 an open page of an earlier build finds its hashed files after an upgrade', async () => {
  const paths = ['assets/obs-Abcdef12.js', 'kit/v1/layer-Abcdef12.js', 'kit/v1/danmu-chat.js']
  await open(writeBuild('old', paths)).archived
  const { read } = open(writeBuild('new', ['assets/obs-Xyzdef34.js', 'kit/v1/danmu-chat.js']))
  expect(await textOf(read('assets/obs-Abcdef12.js'))).toBe('old assets/obs-Abcdef12.js')
  expect(await textOf(read('kit/v1/layer-Abcdef12.js'))).toBe('old kit/v1/layer-Abcdef12.js')
  expect(await textOf(read('kit/v1/danmu-chat.js'))).toBe('new kit/v1/danmu-chat.js')
  expect(await read('assets/obs-Neverwas1.js')).toBeUndefined()
  expect(await read('kit/v1/danmu-gift.js')).toBeUndefined()
})

test('D4 the current build and two before it are stored, in their order of use', async () => {
  for (const build of ['a', 'b', 'c', 'd']) {
    const { archived } = open(writeBuild(build, [`assets/${build}-Abcdef12.js`]))
    await archived
    for (const name of readdirSync(join(folder, 'archive'))) {
      const path = join(folder, 'archive', name)
      const age = existsSync(join(path, `assets/${build}-Abcdef12.js`)) ? 0 : 1_000
      if (age > 0) utimesSync(path, new Date(age), new Date(build.charCodeAt(0) * age))
    }
  }
  expect(readdirSync(join(folder, 'archive'))).toHaveLength(3)
  expect(errors).toEqual([])
})

test('D4 a folder that cannot be written costs the archive only', async () => {
  writeFileSync(join(folder, 'archive'), 'a file in the way')
  const { read, archived } = open(writeBuild('new', ['assets/obs-Xyzdef34.js']))
  await archived
  expect(errors.splice(0)).toHaveLength(1)
  expect(await textOf(read('assets/obs-Xyzdef34.js'))).toBe('new assets/obs-Xyzdef34.js')
  expect(await read('assets/obs-Abcdef12.js')).toBeUndefined()
})

test('D4 a file is read in the first accepted compression that exists', async () => {
  const read = staticFilesIn(writeBuild('new', ['a.js', 'a.js.gz', 'b.js', 'b.js.br', 'b.js.gz']))
  const found = async (path: string) => {
    const file = await read(path, ['br', 'gzip'])
    return [file?.encoding, file?.type]
  }
  expect(await found('a.js')).toEqual(['gzip', 'text/javascript; charset=utf-8'])
  expect(await found('b.js')).toEqual(['br', 'text/javascript; charset=utf-8'])
  expect((await read('b.js'))?.encoding).toBeUndefined()
  const etags = await Promise.all([read('b.js'), read('b.js', ['br']), read('b.js', ['gzip'])])
  expect(new Set(etags.map((file) => file?.etag)).size).toBe(3)
})

test.each([
  ['assets/obs-Abcdef12.js', true],
  ['kit/v1/danmu-core-BxV2k_9a.js', true],
  ['kit/v1/danmu-core-BxV2k_9a.js.br', true],
  ['kit/v1/danmu-superchat.js', false],
  ['kit/v1/theme-dark-glass.css', false],
  ['obs/index.html', false],
])('%s has a hash in its name: %j', (path, expected) => {
  expect(isHashed(path)).toBe(expected)
})
