import { afterEach, expect, test } from 'vitest'
import {
  type Option,
  type OptionName,
  optionsOf,
  type OptionValue,
} from '../../../option/option.ts'
import { OptionField } from './option-field.ts'

const chatOptions = optionsOf('chat')
const giftOptions = optionsOf('gift')

afterEach(() => document.body.replaceChildren())

async function field(options: readonly Option[], name: OptionName, value?: OptionValue) {
  const option = options.find((one) => one.name === name)!
  const element = new OptionField()
  Object.assign(element, { lang: 'en', option, value: value ?? option.default })
  const sent: OptionValue[] = []
  element.addEventListener('option-input', (event) =>
    sent.push((event as CustomEvent<OptionValue>).detail),
  )
  document.body.append(element)
  await element.updateComplete
  const root = element.shadowRoot!
  return { element, sent, root, control: root.querySelector<HTMLInputElement>('input, textarea')! }
}

test('a slider sends numbers, and shows them with their unit', async () => {
  const { sent, root, control } = await field(chatOptions, 'max')
  control.value = '30'
  control.dispatchEvent(new Event('input'))
  expect(sent).toEqual([30])
  expect(root.querySelector('output')!.textContent).toBe('60')
})

test('the last one of several words stays: none would mean the default again', async () => {
  const { sent, control } = await field(chatOptions, 'kinds', 'chat')
  control.checked = false
  control.dispatchEvent(new Event('change'))
  expect(sent).toEqual([])
})

test('invalid text is not sent, and the field shows an error', async () => {
  const { element, sent, root, control } = await field(giftOptions, 'effects')
  control.value = '[{'
  control.dispatchEvent(new Event('input'))
  await element.updateComplete
  expect(sent).toEqual([])
  expect(control.getAttribute('aria-invalid')).toBe('true')
  expect(root.querySelector('.hint')!.textContent).toContain('not valid')
  control.value = '[]'
  control.dispatchEvent(new Event('input'))
  expect(sent).toEqual(['[]'])
})

test('only a changed value can be reset', async () => {
  const same = await field(chatOptions, 'merge')
  expect(same.root.querySelector('.reset')).toBeNull()
  const { sent, root } = await field(chatOptions, 'merge', 9)
  root.querySelector<HTMLButtonElement>('.reset')!.click()
  expect(sent).toEqual([3])
})
