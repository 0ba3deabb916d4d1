import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chatEvent, createFakeIo, type FakeIo, helloFrame } from '../../../client/io.fake.ts'
import { fakeGift } from '../../../element/base/event.fake.ts'
import { DockApp } from './dock-app.ts'

let io: FakeIo

beforeEach(() => {
  io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
  history.replaceState(undefined, '', '/dock?room=demo:busy&lang=en')
})

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  history.replaceState(undefined, '', '/')
})

async function dock(): Promise<{
  readonly app: DockApp
  readonly within: (part: 'dock-chat' | 'dock-thanks', selector: string) => readonly HTMLElement[]
  readonly settled: () => Promise<void>
}> {
  const app = new DockApp()
  document.body.append(app)
  const part = (name: 'dock-chat' | 'dock-thanks') => app.shadowRoot!.querySelector(name)!
  const settled = async (): Promise<void> => {
    await app.updateComplete
    await Promise.all([part('dock-chat').updateComplete, part('dock-thanks').updateComplete])
  }
  await settled()
  return {
    app,
    settled,
    within: (name, selector) => [...part(name).shadowRoot!.querySelectorAll<HTMLElement>(selector)],
  }
}

test('messages can be pinned, and their users hidden', async () => {
  const { app, within, settled } = await dock()
  io.last().send(helloFrame())
  io.last().send(chatEvent(1, 'hello'))
  await settled()
  within('dock-chat', 'ol button')[0]!.click()
  await settled()
  expect(within('dock-chat', '.pinned li')).toHaveLength(1)
  within('dock-chat', '.pinned button')[1]!.click()
  await settled()
  expect(within('dock-chat', 'li')).toEqual([])
  expect(app.shadowRoot!.textContent).toContain('1 hidden')
})

test('a gift with a streak waits for thanks once, with its whole value', async () => {
  const { within, settled } = await dock()
  io.last().send(helloFrame())
  for (const seq of [1, 2, 3]) {
    const combo = { id: 'c', total: seq * 2, final: false }
    io.last().send(fakeGift({ seq, count: 2, combo }))
  }
  await settled()
  const [row, ...others] = within('dock-thanks', 'li')
  expect(others).toEqual([])
  expect(row?.textContent.replaceAll(/\s+/g, ' ')).toContain('×6 ¥6')
  within('dock-thanks', 'li button')[0]!.click()
  await settled()
  expect(within('dock-thanks', 'li')).toEqual([])
})

test('a dock that is removed leaves its room', async () => {
  const { app } = await dock()
  io.last().send(helloFrame())
  app.remove()
  expect(io.last().closed).toBe(true)
})
