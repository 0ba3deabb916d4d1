import { expect, test } from 'vitest'
import {
  fakeChat,
  fakeCoinGift,
  fakeEvent,
  fakeGift,
  fakeMembership,
  fakeSuperchat,
} from '../../element/base/event.fake.ts'
import { firstDesign, newWidget } from '../../design/design.ts'
import type { FeedEvent } from '../../../proto/feed/index.ts'
import {
  emptyBoard,
  withEvent,
  mostChat,
  mostThanks,
  pinned,
  thanked,
  withHidden,
} from './board.ts'
import { hiddenIn, hiding, listed, showing } from './hide.ts'

const after = (...events: readonly FeedEvent[]) => events.reduce(withEvent, emptyBoard)

test('chat is bounded, and gifts wait for thanks', () => {
  const lines = Array.from({ length: mostChat + 5 }, (_, index) => fakeChat(`${index}`))
  const board = after(...lines, fakeGift(), fakeSuperchat(), fakeMembership())
  expect(board.chat).toHaveLength(mostChat)
  expect(board.thanks.map(({ event }) => event.type)).toEqual(['gift', 'superchat', 'membership'])
  const [first] = board.thanks
  expect(thanked(board, [first!.key]).thanks).toHaveLength(2)
})

test('a streak is one row that only grows', () => {
  const combo = (total: number) => fakeGift({ combo: { id: 'c', total, final: false } })
  const [row, ...others] = after(combo(3), combo(9), combo(5)).thanks
  expect(others).toEqual([])
  expect(row?.event.type === 'gift' && row.event.combo?.total).toBe(9)
})

test('beyond the bound the cheapest gift is dropped', () => {
  const dear = Array.from({ length: mostThanks }, () => fakeGift({ cents: 500 }))
  const board = after(fakeGift({ cents: 10, id: 'cheap' }), ...dear)
  expect(board.thanks).toHaveLength(mostThanks)
  expect(board.thanks.some(({ event }) => event.id === 'cheap')).toBe(false)
})

test('coins are kept before cheaper gifts', () => {
  const dear = Array.from({ length: mostThanks }, () => fakeCoinGift(50))
  const ids = after(fakeCoinGift(1, { id: 'coin' }), fakeGift({ cents: 10, id: 'cheap' }), ...dear)
    .thanks.map(({ event }) => event.id)
    .filter((id) => id === 'coin' || id === 'cheap')
  expect(ids).toEqual([])
  const late = after(...dear.slice(1), fakeGift({ cents: 10, id: 'cheap' }), fakeCoinGift(2))
  expect(late.thanks.some(({ event }) => event.id === 'cheap')).toBe(false)
})

test('a line can be pinned and unpinned, and a withdrawn line is removed', () => {
  const line = fakeChat('你好')
  const board = pinned(after(line), line)
  expect(board.pinned).toEqual([line])
  expect(pinned(board, line).pinned).toEqual([])
  const back = withEvent(board, fakeEvent('retract', { target: { events: [line.id] } }))
  expect([back.chat, back.pinned]).toEqual([[], []])
})

test('the lines of a hidden user are removed and not added any more', () => {
  const line = fakeChat('广告')
  for (const who of ['demo:1', '小 明']) {
    const board = withHidden(pinned(after(line), line), [who])
    expect([board.chat, board.pinned, withEvent(board, fakeChat('又来')).chat]).toEqual([
      [],
      [],
      [],
    ])
    expect(withEvent(withHidden(board, []), line).chat).toEqual([line])
  }
})

test('another user of the same name stays, and so do the halves of a name with a comma', () => {
  const hidden = [
    listed({ id: 'demo:2', name: '小明' }),
    listed({ id: 'demo:3', name: '小明，小红' }),
  ].filter((who) => who !== undefined)
  const line = fakeChat('你好')
  expect(withEvent(withHidden(emptyBoard, hidden), line).chat).toEqual([line])
})

test('a withdrawn payment is removed from the thanks', () => {
  const paid = fakeSuperchat()
  const back = fakeEvent('retract', { target: { events: [paid.id] } })
  expect(after(paid, back).thanks).toEqual([])
})

test('hiding a user changes every widget with a filter, and showing the user restores them', () => {
  const design = {
    ...firstDesign,
    widgets: [{ ...newWidget('chat'), options: { 'block-users': 'a' } }, newWidget('status')],
  }
  const hidden = hiding(hiding(design, '小明'), '小明')
  expect(hidden.widgets.map(({ options }) => options['block-users'])).toEqual([
    'a, 小明',
    undefined,
  ])
  expect(hiddenIn(hidden)).toEqual(['a', '小明'])
  expect(showing(hidden, ['小明'])).toEqual(design)
})
