import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folderName, roomOfFolder } from './folder-name.ts'

const slug = fc.stringMatching(/^[a-z0-9-]{1,64}$/)
const source = fc.stringMatching(/^[a-z][a-z0-9-]{0,31}:[A-Za-z0-9._-]{1,128}$/)
const room = fc.oneof(slug, source, fc.string({ unit: 'binary', minLength: 1 }))

test('usual rooms are readable in their folder names', () => {
  expect(folderName('movie-night')).toBe('movie-night')
  expect(folderName('bilibili:21452505')).toBe('bilibili@21452505')
  expect(folderName('live:9f3K')).toBe('live@9f3=4b')
})

test('every room has a name that every file system accepts', () => {
  fc.assert(
    fc.property(room, (id) => {
      expect(folderName(id)).toMatch(/^[a-z0-9=@~-]{1,180}$/)
    }),
  )
})

test('a folder name gives back its room, unless that was too long for it', () => {
  fc.assert(
    fc.property(room, (id) => {
      const name = folderName(id)
      const found = roomOfFolder(name)
      expect(found === undefined ? name : folderName(found)).toBe(name)
      expect(found === undefined).toBe(name.includes('~'))
    }),
  )
  for (const id of ['movie-night', 'bilibili:21452505', 'live:9f3K', 'con', '弹幕']) {
    expect(roomOfFolder(folderName(id))).toBe(id)
  }
})

test('names of Windows devices are avoided', () => {
  expect(['con', 'nul', 'com1', 'console'].map(folderName)).toEqual([
    '=63on',
    '=6eul',
    '=63om1',
    'console',
  ])
})

test('rooms that differ only in a capital or at the end have different folders', () => {
  const long = 'live:'.padEnd(130, 'A')
  const rooms = ['live:a', 'live:A', 'live@a', 'live=40a', 'con', '=63on', `${long}a`, `${long}b`]
  expect(new Set(rooms.map(folderName)).size).toBe(rooms.length)
  fc.assert(
    fc.property(room, room, (one, other) => {
      expect(folderName(one) === folderName(other)).toBe(one === other)
    }),
  )
})
