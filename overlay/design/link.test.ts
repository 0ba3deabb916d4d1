import { expect, test } from 'vitest'
import { type Design, firstDesign, newWidget, readDesign } from './design.ts'
import { linkQuery, readLink } from './link.ts'
import { embedMarkup } from './markup.ts'
import { wholePlace } from './widget.ts'

const read = (query: string) => readLink(new URLSearchParams(query))

const rich: Design = {
  room: 'bilibili:21452505',
  lang: 'en',
  theme: 'pixel',
  scheme: 'light',
  widgets: [
    { kind: 'overlay', place: wholePlace, options: { size: 40, overflow: 'merge drop' } },
    {
      kind: 'chat',
      place: { left: 1, top: 2.5, width: 30, height: 50 },
      options: { max: 30, 'block-words': '广告,"<b>"', interactive: true },
    },
    { kind: 'chat', place: newWidget('chat').place, options: { size: 28 } },
  ],
}

test('a link without parameters has flying lines over the whole picture', () => {
  expect(read('')).toEqual({ design: firstDesign, debug: false, unknown: [], bad: [] })
})

test('a link has the complete design, without default values', () => {
  const query = linkQuery(rich)
  expect(read(query)).toEqual({ design: rich, debug: false, unknown: [], bad: [] })
  expect(query).toContain('v=1&room=bilibili:21452505&lang=en&theme=pixel&scheme=light')
  expect(query).toContain('w=overlay,chat,chat&size=40')
  expect(query).toContain('chat.at=1,2.5,30,50')
  expect(query).toContain('chat2.size=28')
  expect(linkQuery({ ...firstDesign, room: 'demo:busy' })).toBe('v=1&room=demo:busy')
})

test('a widget alone fills its source, whatever its box', () => {
  expect(read('w=chat').design.widgets[0]?.place).toEqual(wholePlace)
  const corner = { ...firstDesign, widgets: [newWidget('chat')] }
  expect(read(linkQuery(corner)).design).toEqual(corner)
})

test('unknown keys and invalid values are reported, and the others apply', () => {
  const { design, unknown, bad } = read('v=2&size=4000&area=0.5&color=red&w=chat,clock&at=9')
  expect(unknown).toEqual(['color'])
  expect(new Set(bad)).toEqual(new Set(['at', 'size', 'v', 'w']))
  expect(design.widgets).toEqual([{ kind: 'overlay', place: wholePlace, options: { area: 0.5 } }])
})

test('the valid parts of a stored design are read', () => {
  expect(readDesign(JSON.parse(JSON.stringify(rich)))).toEqual(rich)
  const odd = {
    room: 'no/room',
    theme: 'neon',
    widgets: [
      { kind: 'clock' },
      { kind: 'gift', place: { left: -1 }, options: { max: 'many' } },
      7,
    ],
  }
  expect(readDesign(odd)).toEqual({ theme: 'dark-glass', widgets: [newWidget('gift')] })
  expect(readDesign('nonsense')).toEqual({ theme: 'dark-glass', widgets: [] })
})

test('the markup for a page has every option, with all values escaped', () => {
  const markup = embedMarkup(rich, 'http://localhost:1')
  expect(markup).toContain('theme-pixel.css')
  expect(markup).toContain('data-danmu="light"')
  const box = document.createElement('div')
  box.innerHTML = markup
  const [, chat] = box.querySelectorAll('danmu-overlay, danmu-chat')
  expect(chat?.getAttribute('block-words')).toBe('广告,"<b>"')
  expect(chat?.getAttribute('interactive')).toBe('')
  expect(chat?.getAttribute('src')).toBe('http://localhost:1/rooms/bilibili:21452505/stream')
  expect(box.querySelectorAll('b')).toHaveLength(0)
})
