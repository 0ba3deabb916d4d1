import { afterEach, expect, test } from 'vitest'
import { defaultOptions, type OverlayOptions } from '../../overlay-option.ts'
import { StudioOption } from './studio-option.ts'

afterEach(() => document.body.replaceChildren())

async function panel(options: OverlayOptions): Promise<StudioOption> {
  const element = new StudioOption()
  Object.assign(element, { lang: 'en', options, link: 'http://localhost/overlay?v=1' })
  document.body.append(element)
  await element.updateComplete
  return element
}

function slider(element: StudioOption, name: string): HTMLInputElement {
  return element.shadowRoot!.querySelector<HTMLInputElement>(`#${name}`)!
}

test('a slider tells the whole of the options while it moves', async () => {
  const element = await panel({ ...defaultOptions, room: 'demo:busy' })
  const told: OverlayOptions[] = []
  element.addEventListener('option-change', ({ detail }) => told.push(detail))
  slider(element, 'size').value = '48'
  slider(element, 'size').dispatchEvent(new Event('input'))
  expect(told).toEqual([{ ...defaultOptions, room: 'demo:busy', size: 48 }])
})

test('reset gives the numbers back and keeps the room', async () => {
  const element = await panel({ ...defaultOptions, room: 'a', lang: 'en', size: 60, area: 0.5 })
  const told: OverlayOptions[] = []
  element.addEventListener('option-change', ({ detail }) => told.push(detail))
  element.shadowRoot!.querySelector('button')!.click()
  expect(told).toEqual([{ ...defaultOptions, room: 'a', lang: 'en' }])
})

test('every slider says its value in words', async () => {
  const element = await panel({ ...defaultOptions, area: 0.5 })
  expect(slider(element, 'area').getAttribute('aria-valuetext')).toBe('50%')
  expect(slider(element, 'speed').getAttribute('aria-valuetext')).toBe('8 s')
})

test('without a link there is nothing to copy', async () => {
  const element = await panel(defaultOptions)
  const copy = element.shadowRoot!.querySelector<HTMLButtonElement>('button.primary')!
  expect(copy.disabled).toBe(false)
  element.link = ''
  await element.updateComplete
  expect(copy.disabled).toBe(true)
})
