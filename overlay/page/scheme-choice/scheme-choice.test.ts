import { afterEach, expect, test } from 'vitest'
import { chooseScheme, chosenScheme, applyScheme } from '../scheme.ts'
import { SchemeChoice } from './scheme-choice.ts'

afterEach(() => {
  document.body.replaceChildren()
  localStorage.clear()
  applyScheme()
})

async function choice(lang: string): Promise<readonly HTMLInputElement[]> {
  const element = new SchemeChoice()
  element.lang = lang
  document.body.append(element)
  await element.updateComplete
  return [...element.shadowRoot!.querySelectorAll('input')]
}

const worn = (): string | undefined => document.documentElement.dataset['scheme']

test.each([
  ['en', ['As the system', 'Light', 'Dark']],
  ['zh-CN', ['跟随系统', '浅色', '深色']],
])('in %s, the three choices say what they are', async (lang, names) => {
  const inputs = await choice(lang)
  expect(inputs.map((input) => input.getAttribute('aria-label'))).toEqual(names)
  expect(inputs.map(({ checked }) => checked)).toEqual([true, false, false])
})

test("a choice changes the page and is stored; the system's scheme is not stored", async () => {
  const [system, light] = await choice('en')
  light!.click()
  expect([worn(), chosenScheme(), localStorage.length]).toEqual(['light', 'light', 1])
  system!.click()
  expect([worn(), chosenScheme(), localStorage.length]).toEqual([undefined, 'system', 0])
})

test('a page follows a choice in another one', async () => {
  const inputs = await choice('en')
  localStorage.setItem('danmu-scheme', 'dark')
  dispatchEvent(new Event('storage'))
  await document.querySelector('scheme-choice')!.updateComplete
  expect(worn()).toBe('dark')
  expect(inputs.map(({ checked }) => checked)).toEqual([false, false, true])
})

test('an invalid stored scheme is ignored', () => {
  localStorage.setItem('danmu-scheme', 'sepia')
  expect(chosenScheme()).toBe('system')
})

test('without storage the choice lasts as long as the page', () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  const denied = (): never => {
    throw new DOMException('denied', 'SecurityError')
  }
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: denied })
  try {
    chooseScheme('light')
    expect([worn(), chosenScheme()]).toEqual(['light', 'system'])
  } finally {
    if (own) Object.defineProperty(globalThis, 'localStorage', own)
  }
})
