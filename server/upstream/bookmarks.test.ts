import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/clock.fake.ts'
import { Bookmarks } from './bookmarks.ts'

function disk(content?: string) {
  const written: string[] = []
  const warned: string[] = []
  const clock = createFakeClock()
  const open = (): Bookmarks =>
    new Bookmarks({
      file: { read: () => written.at(-1) ?? content, replace: (text) => written.push(text) },
      clock,
      log: { warn: (_fields: object, message?: string) => warned.push(message ?? '') },
    })
  return { open, written, warned, clock }
}

const at = (cursor: string) => ({ cursor, detail: 'e' })

test('a place is there after a restart, written some seconds late and not at each step', () => {
  const { open, written, clock } = disk()
  const bookmark = open().of('night', 'feed:friend')
  for (let seq = 1; seq <= 100; seq++) bookmark.move(at(String(seq)))
  expect(written).toEqual([])
  clock.advance(5_000)
  expect(written).toHaveLength(1)
  clock.advance(60_000)
  expect(written).toHaveLength(1)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('100'))
  expect(open().of('day', 'feed:friend').read()).toBeUndefined()
})

test('a source that is stopped begins anew; one that is there while the server stops does not', () => {
  const { open, clock } = disk()
  const bookmarks = open()
  const stopped = bookmarks.of('night', 'feed:a')
  const running = bookmarks.of('night', 'feed:b')
  stopped.move(at('1'))
  running.move(at('2'))
  stopped.drop()
  bookmarks.freeze()
  running.move(at('3'))
  running.drop()
  bookmarks.close()
  clock.advance(60_000)
  expect(open().of('night', 'feed:a').read()).toBeUndefined()
  expect(open().of('night', 'feed:b').read()).toEqual(at('2'))
})

test('a file that cannot be read is none, and that is said', () => {
  const { open, warned } = disk('{"format":9}')
  expect(open().of('night', 'feed:a').read()).toBeUndefined()
  expect(warned).toEqual(['places of sources not read'])
})
