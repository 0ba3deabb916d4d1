import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Draft } from '../../proto/feed/index.ts'
import { createFakeRoom } from './room.fake.ts'
import { wellFormed } from './well-formed.ts'

const half = '\ud83d'

test('half a surrogate is replaced before the log, at any place', () => {
  const { room, tick } = createFakeRoom()
  const said: Draft = {
    type: 'chat',
    id: `x:${half}`,
    user: { id: 'x:1', name: `甲${half}`, fan: { name: half, level: 1 } },
    text: `${half}你好😀`,
    parts: [{ text: half }, { image: 'https://x/y.png', alt: half }],
  }
  room.publish('feed:other', said)
  tick()
  const line = room.entry(1)?.line ?? ''
  expect(line.isWellFormed() && !/\\ud[89a-f]/i.test(line)).toBe(true)
  expect(JSON.parse(line)).toMatchObject({
    id: 'x:\ufffd',
    user: { name: '甲\ufffd', fan: { name: '\ufffd' } },
    text: '\ufffd你好😀',
    parts: [{ text: '\ufffd' }, { alt: '\ufffd' }],
  })
})

test('an unmapped message is repaired too', () => {
  const { room } = createFakeRoom()
  const raws: unknown[] = []
  room.follow({
    readers: () => 0,
    renewed: () => undefined,
    advanced: () => undefined,
    closed: () => undefined,
    raw: ({ data }) => raws.push(data),
  })
  room.publishRaw('demo:test', { method: 'X', data: { a: [{ b: half }] } })
  expect(raws).toEqual([{ a: [{ b: '\ufffd' }] }])
})

test('a well-formed value is returned itself, not as a copy', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(wellFormed(value)).toBe(value)
    }),
  )
})

test('no text has half a surrogate left', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.nat(0xffff), (texts, code) => {
      const odd = { texts: [...texts, String.fromCharCode(code)] }
      expect(wellFormed(odd).texts.every((text) => text.isWellFormed())).toBe(true)
    }),
  )
})

test('an endlessly nested value causes no exception', () => {
  let nested: unknown = half
  for (let depth = 0; depth < 50_000; depth++) nested = [nested]
  expect(() => wellFormed(nested)).not.toThrow()
})
