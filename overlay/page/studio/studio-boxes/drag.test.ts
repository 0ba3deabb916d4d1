import { expect, test } from 'vitest'
import { moved, resized } from './drag.ts'

const place = { left: 10, top: 20, width: 30, height: 40 }

test('a box moves with the pointer and stays on the picture', () => {
  expect(moved(place, 5.04, -5)).toEqual({ ...place, left: 15, top: 15 })
  expect(moved(place, 500, 500)).toEqual({ ...place, left: 70, top: 60 })
  expect(moved(place, -500, -500)).toEqual({ ...place, left: 0, top: 0 })
})

test('a box grows to the edge, and never becomes too small to drag', () => {
  expect(resized(place, 500, 500)).toEqual({ ...place, width: 90, height: 80 })
  expect(resized(place, -500, -500)).toEqual({ ...place, width: 4, height: 4 })
})
