import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

// The files that may read the texts of the server: to pass them to `detailsView`, or to check that
// there are some.
const readers: ReadonlySet<string> = new Set([
  'api/problem.ts',
  'element/danmu-input/writing.ts', // the code of a cause
  'element/danmu-status/hindered.ts',
  'page/dock/dock-health.ts',
  'page/ledger/ledger-app/ledger-app.ts', // the reason that an admin writes
  'page/named-overlay.ts',
  'page/room-health.ts',
  'page/studio/studio-room/room-search.ts',
  'page/studio/studio-rooms/room-list.ts',
  'page/studio/studio-rooms/studio-rooms.ts',
  'page/transfer.ts', // the reason that an admin wrote
])

test('B13 no other file of pages and elements reads the texts of the server', () => {
  const root = join(import.meta.dirname, '../overlay')
  const files = ['api', 'page', 'element', 'danmaku', 'design'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.(test|fake|css)\.ts$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  const reading = files.filter((name) => {
    const code = readFileSync(join(root, name), 'utf8').replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '')
    return /\breason\b/.test(code)
  })
  expect(files.length).toBeGreaterThan(100)
  expect(reading.filter((name) => !readers.has(name))).toEqual([])
})
