import { expect, test } from 'vitest'
import { tokens } from '../../theme/token.ts'
import { contrastOf, contrastColorOn } from './contrast-color.ts'

test('the contrast colour is light on dark colours and dark on light ones', () => {
  expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrastColorOn('#000000')).toBe('#ffffff')
  expect(contrastColorOn('#ffffff')).toBe('#16130d')
  expect(contrastColorOn('rgba(0, 0, 0, 0.5)')).toBe('#ffffff')
})

const pills = Object.entries(tokens).filter(([name]) => /-(paid|guard)-/.test(name))

test.each(pills)('text on %s has a contrast of 4.5 or more', (_name, color) => {
  expect(contrastOf(color, contrastColorOn(color))).toBeGreaterThanOrEqual(4.5)
})
