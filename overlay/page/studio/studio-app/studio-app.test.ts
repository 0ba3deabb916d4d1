import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createFakeIo, type FakeIo } from '../../../client/io.fake.ts'
import { installFakeCanvas } from '../../../danmaku/canvas-context.fake.ts'
import { StudioApp } from './studio-app.ts'

let io: FakeIo

beforeAll(installFakeCanvas)

beforeEach(() => {
  io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no server')))
})

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
  history.replaceState(undefined, '', '/')
})

async function studio(address: string): Promise<StudioApp> {
  history.replaceState(undefined, '', address)
  const app = new StudioApp()
  document.body.append(app)
  await app.updateComplete
  return app
}

test('a room in the address is opened at once', async () => {
  const app = await studio('/?room=demo:busy&size=40')
  expect(io.last().address).toContain('/rooms/demo:busy/stream')
  expect(app.shadowRoot!.querySelector('studio-share')!.link).toBe(
    new URL('/overlay?v=1&room=demo:busy&size=40', location.href).href,
  )
})

test('an overlay that the address names is requested', async () => {
  const requested: string[] = []
  vi.stubGlobal('fetch', (address: string) => {
    requested.push(address)
    return Promise.reject(new TypeError('no server'))
  })
  await studio('/?named=main')
  expect(requested).toContain('/api/overlays/main')
})

test('a room that is typed in opens, and is stored in the address', async () => {
  const app = await studio('/?lang=en')
  const { shadowRoot } = app.shadowRoot!.querySelector('studio-room')!
  shadowRoot!.querySelector('input')!.value = 'bilibili:21452505'
  shadowRoot!.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  await expect.poll(() => io.sockets.length).toBe(1)
  await app.updateComplete
  expect(io.last().address).toContain('/rooms/bilibili:21452505/stream')
  expect(location.search).toBe('?v=1&room=bilibili:21452505&lang=en')
})

test('the empty studio shows the first steps, and the demo opens with one click', async () => {
  const app = await studio('/?lang=en')
  const empty = app.shadowRoot!.querySelector('.empty')!
  expect(empty.querySelectorAll('li')).toHaveLength(3)
  const field = app.shadowRoot!.querySelector('studio-room')!
  field.shadowRoot!.querySelector<HTMLButtonElement>('.demo')!.click()
  await app.updateComplete
  expect(io.last().address).toContain('/rooms/demo:busy/stream')
  expect(app.shadowRoot!.querySelector('.empty')).toBeNull()
})

test('the language is changed for the page and for the link', async () => {
  const app = await studio('/?lang=en')
  app.shadowRoot!.querySelector<HTMLButtonElement>('.language')!.click()
  await app.updateComplete
  expect(location.search).toBe('?v=1&lang=zh-CN')
  expect(document.documentElement.lang).toBe('zh-CN')
})
