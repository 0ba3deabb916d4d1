import { afterEach, expect, test } from 'vitest'
import { chatEvent } from '../../../client/io.fake.ts'
import { StudioEvent } from './studio-event.ts'

afterEach(() => document.body.replaceChildren())

async function list(events: StudioEvent['events']): Promise<ShadowRoot> {
  const element = new StudioEvent()
  Object.assign(element, { lang: 'en', events })
  document.body.append(element)
  await element.updateComplete
  return element.shadowRoot!
}

test('user content is rendered as text, never as markup', async () => {
  const root = await list([chatEvent(1, '<img src=x onerror=alert(1)>')])
  expect(root.querySelector('img')).toBeNull()
  expect(root.querySelector('.text')!.textContent).toContain('<img src=x onerror=alert(1)>')
})

test('events are listed in the order given, with their type', async () => {
  const root = await list([chatEvent(2, 'later'), chatEvent(1, 'earlier')])
  const rows = [...root.querySelectorAll('li')].map((row) =>
    row.textContent.replaceAll(/\s+/g, ' ').trim(),
  )
  expect(rows).toEqual(['Chat 小明later', 'Chat 小明earlier'])
})

test('an empty list shows a placeholder', async () => {
  const root = await list([])
  expect(root.textContent).toContain('Once a room is open')
})
