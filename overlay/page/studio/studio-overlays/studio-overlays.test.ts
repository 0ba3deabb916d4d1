import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StudioOverlays } from './studio-overlays.ts'

let asked: string[]
let stored: string[]

beforeEach(() => {
  asked = []
  stored = ['main', 'night']
  vi.stubGlobal('fetch', (address: string, { method = 'GET' }: RequestInit = {}) => {
    if (method !== 'GET') asked.push(`${method} ${address}`)
    if (method === 'DELETE') stored = stored.filter((name) => !address.endsWith(`/${name}`))
    return Promise.resolve(Response.json({ overlays: stored.map((name) => ({ name })) }))
  })
})

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

async function listed(): Promise<StudioOverlays> {
  const element = new StudioOverlays()
  element.lang = 'en'
  document.body.append(element)
  await vi.waitFor(() => expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(2))
  return element
}

const button = (element: StudioOverlays, label: RegExp): HTMLButtonElement | undefined =>
  [...element.shadowRoot!.querySelectorAll('button')].find((one) =>
    label.test(one.getAttribute('aria-label') ?? ''),
  )

test('an overlay is removed after a confirmation, and then is not in the list', async () => {
  const element = await listed()
  button(element, /^Remove main$/)!.click()
  await element.updateComplete
  expect(asked).toEqual([])
  button(element, /^Remove main for good/)!.click()
  await vi.waitFor(() => expect(element.shadowRoot!.querySelectorAll('li')).toHaveLength(1))
  expect(asked).toEqual(['DELETE /api/overlays/main'])
})

test('without a confirmation the overlay stays', async () => {
  const element = await listed()
  button(element, /^Remove night$/)!.click()
  await element.updateComplete
  button(element, /^Remove night for good/)!.dispatchEvent(new Event('blur'))
  await element.updateComplete
  expect(button(element, /for good/)).toBeUndefined()
  expect(asked).toEqual([])
})

test('B11 a change that the server did not store is shown as unsaved until it is stored', async () => {
  const element = await listed()
  const text = (): string => element.shadowRoot!.textContent.replaceAll(/\s+/g, ' ')
  const first = element.design
  Object.assign(element, { name: 'main', design: { ...first } })
  await element.updateComplete
  expect(text()).toContain('main: changes appear in OBS at once')
  const there = globalThis.fetch
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no server')))
  element.design = { ...first, theme: 'bubble' }
  await vi.waitFor(() => expect(text()).toContain('main: the last changes are not saved'))
  expect(text()).not.toContain('changes appear in OBS at once')
  expect(element.shadowRoot!.querySelector('.dot.good')).toBeNull()
  vi.stubGlobal('fetch', there)
  await vi.waitFor(() => expect(text()).toContain('main: changes appear in OBS at once'), 5_000)
  expect(asked).toContain('PUT /api/overlays/main')
})
