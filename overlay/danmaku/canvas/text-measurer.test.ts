import { expect, test } from 'vitest'
import { createTextMeasurer } from './text-measurer.ts'
import type { CanvasContext } from './sprite.ts'

function fakeContext(): { readonly context: CanvasContext; readonly asked: string[] } {
  const asked: string[] = []
  const measureText = (text: string): { width: number } => {
    asked.push(text)
    return { width: text.length * 10 }
  }
  return { context: { font: '', measureText } as unknown as CanvasContext, asked } // a measurer uses nothing else
}

test('the width of a text is the sum of its pieces, each measured once', () => {
  const { context, asked } = fakeContext()
  const measurer = createTextMeasurer(context)
  expect(measurer.widthOf('来了2233，ok吗', 'a')).toBe(100)
  expect(measurer.widthOf('3来ok', 'a')).toBe(40)
  expect(asked).toEqual(['来', '了', '2', '3', '，', 'ok', '吗'])
})

test('pieces are measured again for another font', () => {
  const { context, asked } = fakeContext()
  const measurer = createTextMeasurer(context)
  measurer.widthOf('来', 'a')
  measurer.widthOf('来', 'b')
  expect(asked).toEqual(['来', '来'])
  expect(context.font).toBe('b')
})

test('letters of a joining script are measured together', () => {
  const { context, asked } = fakeContext()
  createTextMeasurer(context).widthOf('مرحبا', 'a')
  expect(asked).toEqual(['مرحبا'])
})
