import { expect, test } from 'vitest'
import type { AtomicFile } from '../lib/file/atomic-file.ts'
import { createCatalogCopy } from './catalog-copy.ts'
import type { ConfiguredRoom } from './catalog.ts'

const rooms: readonly ConfiguredRoom[] = [
  {
    slug: 'night',
    title: '夜',
    visibility: 'private',
    enabled: true,
    sources: [{ platform: 'bilibili', ref: '5440' }],
    omit: ['like'],
    schedule: { opens: '0 20 * * *', closes: '0 23 * * *', zone: 'Asia/Shanghai' },
    override: { state: 'closed', at: 5 },
  },
  { slug: 'off', visibility: 'public', enabled: false, sources: [], omit: [] },
]

/** Creates a copy in a file in memory, with its warnings. */
function createTestCopy(text?: string) {
  const held: { text: string | undefined } = { text }
  const said: string[] = []
  const file: AtomicFile = { read: () => held.text, replace: (next) => (held.text = next) }
  const log = { warn: (_: object, message: string) => said.push(message) }
  return { held, said, file, log, copy: createCatalogCopy(file, log) }
}

test('rooms read back as they were written', () => {
  const { copy, file, log } = createTestCopy()
  expect(copy.read()).toBeUndefined()
  copy.write({ rooms, database: 'd1' }, false)
  expect(createCatalogCopy(file, log).read()).toMatchObject({ rooms, database: 'd1' })
})

test.each([
  ['a torn text', '{"format":1,"rooms":[{"slu'],
  ['another layout', '{"format":2,"rooms":[]}'],
  ['a room without sources', '{"format":1,"rooms":[{"slug":"a","enabled":true}]}'],
])('%s is ignored, which is logged', (_, text) => {
  const { copy, said } = createTestCopy(text)
  expect(copy.read()).toBeUndefined()
  expect(said).toEqual(['copy of the configured rooms not read'])
})

test('a failed write costs only the copy, if a database holds the rooms', () => {
  const { log, said } = createTestCopy()
  const full = (): never => {
    throw new Error('ENOSPC')
  }
  const copy = createCatalogCopy({ read: full, replace: full }, log)
  copy.write({ rooms }, false)
  expect(copy.read()).toBeUndefined()
  expect(() => copy.write({ rooms }, true)).toThrow('ENOSPC') // then the file is the only store
  expect(said).toEqual(['configured rooms not copied', 'copy of the configured rooms not read'])
})
