import type { FeedEvent, HelloFrame } from '../../proto/feed/index.ts'
import { goldenNow } from './event.ts'

/** The content of the stages of a golden page. */
export interface GoldenScene {
  /** The folder of its pictures. */
  readonly name: string
  /** The size of a stage, CSS px. */
  readonly size: { readonly width: number; readonly height: number }
  /** The files of the kit. */
  readonly scripts: readonly string[]
  readonly elements: string
  readonly style: string
  readonly frames: () => readonly (HelloFrame | FeedEvent)[]
  /** The answers of servers, by address. */
  readonly answers: Readonly<Record<string, unknown>>
  /** The selector of the element that is drawn last. */
  readonly last: string
}

const src = 'src="/rooms/live:stage/stream"'
const elsewhere = 'src="https://guest.example/rooms/live:stage/stream"'
const nobody = { registration: 'open', guests: true }
const ada = { id: 'u1', name: '小明', role: 'viewer', createdAt: goldenNow, hasPassword: true }

/** The elements of live rooms: the chat of a moderator, login, input and gifts. */
export const liveScene: GoldenScene = {
  name: 'live',
  size: { width: 720, height: 680 },
  scripts: ['danmu-chat.js', 'danmu-live.js'],
  frames: liveFrames,
  answers: {
    '**/api/me': { ...nobody, account: ada },
    'https://guest.example/api/me': nobody,
    '**/api/me/ledger?*': { balance: 66, spentToday: 0, transfers: [] },
    '**/api/live-gifts': { gifts: ['小红花', '城堡', '火箭'].map(giftOf) },
  },
  last: 'danmu-gift-panel [part=balance]',
  // They are fields on the ground of a page, not texts over a video. The buttons of a row are where
  // they are without a pointer, and the contrast of a button is that of one that can be pressed.
  style: `main > div { display: grid; align-content: start; gap: 12px; padding: 8px;
    background: var(--danmu-plate, #0b0d11d9) }
    danmu-chat::part(tools) { position: static; opacity: 1 }
    danmu-input::part(button) { opacity: 1 }`,
  elements: `
  <danmu-chat ${src} motion="none" interactive moderate reply budget="0"></danmu-chat>
  <div>
    <danmu-login ${src}></danmu-login>
    <danmu-login ${elsewhere}></danmu-login>
    <danmu-login ${elsewhere} open></danmu-login>
    <danmu-input ${src}></danmu-input>
    <danmu-gift-panel ${src}></danmu-gift-panel>
  </div>`,
}

function giftOf(name: string, place: number) {
  return { id: `gift-${place}`, name, price: 10 ** place, place, onSale: true }
}

function liveFrames(): readonly (HelloFrame | FeedEvent)[] {
  const base = { room: 'live:stage', source: 'live:stage', at: goldenNow, receivedAt: goldenNow }
  const host = { id: 'live:u0', name: '主播' }
  const pin = { event: 'live:1', text: '今晚唱歌，欢迎大家', user: host }
  const room = { ...base, id: 'live:0', seq: 0, type: 'room', state: 'live', pin }
  const chat = (seq: number, name: string, text: string, more: object = {}) => ({
    ...base,
    ...more,
    id: `live:${seq}`,
    seq,
    type: 'chat',
    user: { id: `live:u${seq}`, name },
    text,
  })
  const hello = { frame: 'hello', v: 1, room: 'live:stage', epoch: '1', seq: 0, head: 0 }
  const frames = [
    { ...hello, resumed: false, state: [room] },
    chat(1, '小红', '第一次来'),
    chat(2, '阿木', '好听！', { replyTo: { id: 'live:u1', name: '小红' } }),
    chat(3, '小明', '从今天开始每天都来看直播，一天也不落下'),
  ]
  return frames as unknown as readonly (HelloFrame | FeedEvent)[] // as the relay sends them
}
