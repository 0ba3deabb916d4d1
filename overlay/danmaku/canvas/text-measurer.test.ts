import { expect, test } from 'vitest'
import { createTextMeasurer } from './text-measurer.ts'
import type { Brush } from './sprite.ts'

function fakeBrush(): { readonly brush: Brush; readonly asked: string[] } {
  const asked: string[] = []
  const measureText = (text: string): { width: number } => {
    asked.push(text)
    return { width: text.length * 10 }
  }
  return { brush: { font: '', measureText } as unknown as Brush, asked } // a measurer uses nothing else
}

test('the width of a text is the sum of its pieces, each measured once', () => {
  const { brush, asked } = fakeBrush()
  const measurer = createTextMeasurer(brush)
  expect(measurer.widthOf('来了2233，ok吗', 'a')).toBe(100)
  expect(measurer.widthOf('3来ok', 'a')).toBe(40)
  expect(asked).toEqual(['来', '了', '2', '3', '，', 'ok', '吗'])
})

test('pieces are measured again for another font', () => {
  const { brush, asked } = fakeBrush()
  const measurer = createTextMeasurer(brush)
  measurer.widthOf('来', 'a')
  measurer.widthOf('来', 'b')
  expect(asked).toEqual(['来', '来'])
  expect(brush.font).toBe('b')
})

test('letters of a joining script are measured together', () => {
  const { brush, asked } = fakeBrush()
  createTextMeasurer(brush).widthOf('مرحبا', 'a')
  expect(asked).toEqual(['مرحبا'])
})
