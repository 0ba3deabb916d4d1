import { expect, test } from 'vitest'
import { undoKey } from './undo-key.ts'

function press(target: HTMLElement, init: KeyboardEventInit): string | undefined {
  let meant: string | undefined
  const onKey = (event: KeyboardEvent): void => {
    meant = undoKey(event)
  }
  addEventListener('keydown', onKey)
  document.body.append(target)
  target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, composed: true, ...init }))
  removeEventListener('keydown', onKey)
  target.remove()
  return meant
}

function input(type: string): HTMLInputElement {
  return Object.assign(document.createElement('input'), { type })
}

test('Ctrl+Z undoes and Ctrl+Y or Ctrl+Shift+Z redo, on a Mac with Command', () => {
  const page = document.createElement('button')
  expect(press(page, { key: 'z', ctrlKey: true })).toBe('undo')
  expect(press(page, { key: 'Z', ctrlKey: true, shiftKey: true })).toBe('redo')
  expect(press(page, { key: 'y', metaKey: true })).toBe('redo')
  expect(press(page, { key: 'z' })).toBeUndefined()
})

test('a text field has its own undo, a slider does not', () => {
  expect(press(input('text'), { key: 'z', ctrlKey: true })).toBeUndefined()
  expect(press(document.createElement('textarea'), { key: 'z', ctrlKey: true })).toBeUndefined()
  expect(press(input('range'), { key: 'z', ctrlKey: true })).toBe('undo')
})
