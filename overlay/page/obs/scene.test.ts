import '../../element/danmu-kit.ts'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createFakeIo, type FakeIo } from '../../client/io.fake.ts'
import { installFakeCanvas } from '../../danmaku/canvas-context.fake.ts'
import { type Design, newWidget } from '../../design/design.ts'
import { Scene } from './scene.ts'

let io: FakeIo

beforeAll(installFakeCanvas)
beforeEach(() => {
  io = createFakeIo()
  vi.stubGlobal('WebSocket', io.WebSocket)
})
afterEach(() => {
  document.head.replaceChildren()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const quiet = { language: 'en', src: '', debug: false }
const names = () => [...document.body.children].map(({ localName }) => localName)
const design = (...widgets: Design['widgets']): Design => ({ theme: 'pixel', widgets })

test('a changed design changes the existing elements', () => {
  const scene = new Scene(document.head, document.body)
  scene.show(design(newWidget('overlay'), newWidget('chat')), quiet)
  const before = [...document.body.children]
  const chat = { ...newWidget('chat'), options: { max: 30, size: 24 } }
  scene.show(design(newWidget('overlay'), chat), quiet)
  expect([...document.body.children]).toEqual(before)
  expect(document.querySelector('danmu-chat')?.max).toBe(30)
})

test('a removed widget is removed, and the others stay unchanged', () => {
  const scene = new Scene(document.head, document.body)
  scene.show(design(newWidget('chat'), newWidget('overlay'), newWidget('gift')), quiet)
  const gift = document.querySelector('danmu-gift')
  scene.show(design(newWidget('overlay'), newWidget('gift')), quiet)
  expect(names()).toEqual(['danmu-overlay', 'danmu-gift'])
  expect(document.querySelector('danmu-gift')).toBe(gift)
})

test('boxes and properties are rules of zero specificity, before those of the streamer', () => {
  const own = document.createElement('style')
  document.head.append(own)
  const scene = new Scene(document.head, document.body)
  scene.show(design({ ...newWidget('chat'), options: { size: 24 } }), quiet)
  const rules = document.head.querySelector('style')
  expect(rules?.textContent).toContain(':where(#widget-1) { position: fixed; left: 2%')
  expect(rules?.textContent).toContain('--danmu-size: 24px')
  expect(document.head.lastElementChild).toBe(own)
  expect(document.body.firstElementChild?.getAttribute('style')).toBeNull()
})

test('a scene without a status text gets a self-check', () => {
  const scene = new Scene(document.head, document.body)
  scene.show(design(newWidget('chat')), quiet)
  expect(names()).toEqual(['danmu-chat', 'danmu-status'])
  scene.show(design(newWidget('overlay')), quiet)
  expect(names()).toEqual(['danmu-overlay'])
})

test('all elements share one connection of the room', async () => {
  const scene = new Scene(document.head, document.body)
  const src = '/rooms/demo:busy/stream'
  scene.show(design(newWidget('overlay'), newWidget('chat'), newWidget('gift')), { ...quiet, src })
  await document.querySelector('danmu-gift')?.updateComplete
  expect(io.sockets).toHaveLength(1)
})
