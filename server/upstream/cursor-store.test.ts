import { expect, test } from 'vitest'
import { createFakeClock } from '../lib/time/clock.fake.ts'
import { CursorStore } from './cursor-store.ts'

function disk(content?: string) {
  const written: string[] = []
  const quick: string[] = []
  const warned: string[] = []
  const deferred: (() => void)[] = []
  const state = { kept: true }
  const clock = createFakeClock()
  const file = (texts: string[], first?: string) => ({
    read: () => texts.at(-1) ?? first,
    replace: (text: string) => texts.push(text),
  })
  const open = (): CursorStore =>
    new CursorStore({
      file: file(written, content),
      quickFile: file(quick),
      clock,
      defer: (call) => deferred.push(call),
      isKept: () => state.kept,
      log: { warn: (_fields: object, message?: string) => warned.push(message ?? '') },
    })
  /** Ends the tick. */
  const turn = (): void => {
    for (const call of deferred.splice(0)) call()
  }
  const pass = (byMs: number): void => {
    clock.advance(byMs)
    turn()
  }
  return { open, written, quick, warned, deferred, state, turn, pass }
}

const at = (cursor: string) => ({ cursor, detail: 'e' })

test('H6 a cursor is written at the end of its first tick, then every five seconds', () => {
  const { open, written, turn, pass } = disk()
  const bookmark = open().of('night', 'feed:friend')
  bookmark.save(at('1'))
  expect(written).toEqual([]) // the journal does not have it yet
  turn()
  expect(written).toHaveLength(1)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('1'))
  for (let seq = 2; seq <= 100; seq++) bookmark.save(at(String(seq)))
  pass(5_000)
  expect(written).toHaveLength(2)
  pass(60_000)
  expect(written).toHaveLength(2)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('100'))
  expect(open().of('day', 'feed:friend').read()).toBeUndefined()
})

test('B3 after a kill the cursor is a tenth of a second old, not five', () => {
  const { open, quick, turn, pass } = disk()
  const bookmark = open().of('night', 'feed:friend')
  bookmark.save(at('1'))
  turn()
  bookmark.save(at('2'))
  pass(100)
  expect(quick).toHaveLength(1)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('2'))
})

test('a cursor that is written is never ahead of the tick in which it was taken', () => {
  const { open, pass, deferred } = disk()
  const bookmark = open().of('night', 'feed:friend')
  bookmark.save(at('1'))
  pass(99)
  bookmark.save(at('2'))
  const clockOnly = deferred.length
  expect(clockOnly).toBe(0)
  pass(1) // the latest cursor at that time, written at the end of that tick
  expect(open().of('night', 'feed:friend').read()).toEqual(at('2'))
})

test('M4 the cursors of a room in memory do not move', () => {
  const { open, state, turn, pass } = disk()
  const bookmark = open().of('night', 'feed:friend')
  bookmark.save(at('1'))
  turn()
  state.kept = false
  bookmark.save(at('2'))
  pass(60_000)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('1'))
  state.kept = true
  bookmark.save(at('3'))
  pass(60_000)
  expect(open().of('night', 'feed:friend').read()).toEqual(at('3'))
})

test('a source that is stopped starts without a cursor; one that runs while the server stops keeps it', () => {
  const { open, pass } = disk()
  const bookmarks = open()
  const stopped = bookmarks.of('night', 'feed:a')
  const running = bookmarks.of('night', 'feed:b')
  stopped.save(at('1'))
  running.save(at('2'))
  stopped.delete()
  bookmarks.freeze()
  running.save(at('3'))
  running.delete()
  bookmarks.close()
  pass(60_000)
  expect(open().of('night', 'feed:a').read()).toBeUndefined()
  expect(open().of('night', 'feed:b').read()).toEqual(at('2'))
})

test('a file of an earlier version is read, one that cannot be read counts as none, and that is logged', () => {
  const places = { 'night feed:a': at('7') }
  const earlier = disk(JSON.stringify({ format: 1, places }))
  expect(earlier.open().of('night', 'feed:a').read()).toEqual(at('7'))
  const { open, warned } = disk('{"format":9}')
  expect(open().of('night', 'feed:a').read()).toBeUndefined()
  expect(warned).toEqual(['file not read, it is set aside'])
})
