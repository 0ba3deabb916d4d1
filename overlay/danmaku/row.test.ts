import { describe, expect, test } from 'vitest'
import { bandOf, type Ground, parseBoxes, rowsOf } from './row.ts'

const ground: Ground = { widthPx: 1_000, heightPx: 400, area: 1, portrait: false, keepOut: [] }
const topsOf = (of: Ground, shiftPx = 0): readonly number[] =>
  rowsOf(of, 40, shiftPx).map(({ topPx }) => topPx)

test('rows fill the area from the top', () => {
  expect(topsOf({ ...ground, area: 0.4 })).toEqual([0, 40, 80, 120])
  expect(topsOf({ ...ground, area: 0.4 }, 20)).toEqual([20, 60, 100])
  expect(topsOf({ ...ground, heightPx: 30 })).toEqual([])
})

test('rows of a vertical stream fill from below, and leave room for the app', () => {
  const portrait = { ...ground, heightPx: 1_000, portrait: true }
  expect(bandOf(portrait)).toEqual({ topPx: 120, heightPx: 600 })
  expect(bandOf({ ...portrait, area: 0.5 })).toEqual({ topPx: 420, heightPx: 300 })
  expect(topsOf({ ...portrait, area: 0.2 })).toEqual([80, 40, 0])
})

describe('a box of the keep-out area', () => {
  const spansWith = (keepOut: string): readonly (readonly number[])[] =>
    rowsOf({ ...ground, keepOut: parseBoxes(keepOut) }, 200).map(({ span }) => [
      span.leftPx,
      span.rightPx,
    ])

  test('shortens the rows that it overlaps', () => {
    expect(spansWith('0 60 30 40')).toEqual([
      [0, 1_000],
      [300, 1_000],
    ])
    expect(spansWith('80,60,20,40')).toEqual([
      [0, 1_000],
      [0, 800],
    ])
  })

  test('removes a row where too little of it is left', () => {
    expect(spansWith('20 0 60 10; 75 0 25 10')).toEqual([[0, 1_000]])
  })

  test('leaves the wider side if it is in the middle', () => {
    expect(spansWith('30 0 10 10')).toEqual([
      [400, 1_000],
      [0, 1_000],
    ])
  })
})

test('invalid boxes are ignored', () => {
  expect(parseBoxes('')).toEqual([])
  expect(parseBoxes('1 2 3; a b c d; -1 0 5 5; 1 2 3 0; 10 20 30 40')).toEqual([
    { left: 0.1, top: 0.2, width: 0.3, height: 0.4 },
  ])
})
