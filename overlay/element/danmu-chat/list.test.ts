import { describe, expect, test } from 'vitest'
import { fakeChat, fakeEvent, fakeGift, fakeSuperchat } from '../base/event.fake.ts'
import { repeated, type Row, rowOf, withGift, withoutTarget, withRow } from './list.ts'

const at = (now: number, max = 60) => ({ now, max })
const chatRow = (text: string, now = 0): Row => rowOf(fakeChat(text), now)!

describe('repeats', () => {
  test('count on the first line with the same text, by any author', () => {
    const rows = [chatRow('666'), chatRow('好')]
    const user = { id: 'x:2', name: '另一个' }
    const after = repeated(rows, fakeChat(' 6 66 ', { user }), { now: 1_000, windowMs: 3_000 })
    expect(after?.map((row) => row.kind === 'chat' && row.times)).toEqual([2, 1])
  })

  test('extend the time window, and none counts after it', () => {
    let rows: readonly Row[] | undefined = [chatRow('666')]
    for (const now of [2_000, 4_000]) {
      rows = repeated(rows ?? [], fakeChat('666'), { now, windowMs: 3_000 })
    }
    expect(rows?.[0]).toMatchObject({ times: 3 })
    expect(repeated(rows ?? [], fakeChat('666'), { now: 7_000, windowMs: 3_000 })).toBeUndefined()
  })

  test('never count for paid lines, and a window of 0 merges nothing', () => {
    const rows = [rowOf(fakeSuperchat({ text: '666' }), 0)!, chatRow('好')]
    expect(repeated(rows, fakeChat('666'), { now: 1, windowMs: 3_000 })).toBeUndefined()
    expect(repeated(rows, fakeChat('好'), { now: 1, windowMs: 0 })).toBeUndefined()
  })
})

describe('gifts', () => {
  test('of one streak are one row that grows in place', () => {
    const combo = (total: number) => fakeGift({ combo: { id: 'c', total, final: false } })
    let rows = withGift([], combo(1), at(0))
    rows = withRow(rows, chatRow('between'), at(1))
    rows = withGift(rows, combo(7), at(60_000))
    rows = withGift(rows, combo(5), at(60_001))
    expect(rows.map((row) => row.kind === 'gift' && row.streak.total)).toEqual([7, false])
  })

  test('without a streak are added up while they arrive within eight seconds', () => {
    let rows = withGift([], fakeGift(), at(0))
    rows = withGift(rows, fakeGift({ count: 2 }), at(7_999))
    rows = withGift(rows, fakeGift(), at(16_000))
    expect(rows.map((row) => row.kind === 'gift' && row.streak.total)).toEqual([3, 1])
  })

  test('that only end a streak without a row make no row', () => {
    const end = fakeGift({ count: 0, combo: { id: 'gone', total: 9, final: true } })
    expect(withGift([], end, at(0))).toEqual([])
  })
})

test('a list has at most its maximum number of rows', () => {
  const rows = ['a', 'b', 'c'].reduce<readonly Row[]>(
    (list, text) => withRow(list, chatRow(text), at(0, 2)),
    [],
  )
  expect(rows.map(({ event }) => 'text' in event && event.text)).toEqual(['b', 'c'])
})

test('withdrawn rows are removed, by event or by user', () => {
  const other = { id: 'x:2', name: '另一个' }
  const rows = [chatRow('a'), rowOf(fakeChat('b', { user: other }), 0)!, chatRow('c')]
  const textsOf = (after: readonly Row[]) => after.map(({ event }) => 'text' in event && event.text)
  expect(textsOf(withoutTarget(rows, { user: 'demo:1' }))).toEqual(['b'])
  expect(textsOf(withoutTarget(rows, { events: [rows[1]!.event.id] }))).toEqual(['a', 'c'])
  expect(withoutTarget(rows, { user: 'unknown' })).toBe(rows)
})

test('events without content make no row', () => {
  expect(rowOf(fakeEvent('stats', { online: 1 }), 0)).toBeUndefined()
})
