import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch } from '../kit/browser.ts'
import { type ForeignSite, startForeignSite } from '../kit/foreign-site.ts'
import { root, type ServerProcess, startServerProcess } from '../kit/server.ts'
import { evilHost, payloads } from './xss-payload.ts'
import { until } from '../kit/wait.ts'

const atOnce = 4 // payloads: as many as elements show at a time
const timeout = 240_000
const kinds = ['overlay', 'chat', 'gift', 'superchat', 'enter', 'rank', 'stats', 'status']
// These show figures, and texts of their own for codes, but no text of viewers.
const ownWords = ['stats', 'status']

let server: ServerProcess
let browser: Browser
let elsewhere: ForeignSite

beforeAll(async () => {
  elsewhere = await startForeignSite('127.0.0.1')
  const env = { ORIGINS: elsewhere.origin }
  ;[server, browser] = await Promise.all([startServerProcess(env), launch()])
})
afterAll(async () => {
  elsewhere.close()
  await Promise.all([server.end(), browser.close()])
})

/** The forbidden actions of a page that a message may cause. */
interface Watched {
  readonly page: Page
  readonly misdeeds: string[]
}

declare global {
  // oxlint-disable-next-line no-var -- the one way to declare a property of the global object
  var streamed: (messages: readonly string[]) => void
}

/** Replaces the stream: the test sends its messages. */
const fakeStream = `
  const sockets = []
  globalThis.streamed = (messages) => {
    for (const socket of sockets) {
      for (const data of messages) socket.dispatchEvent(new MessageEvent('message', { data }))
    }
  }
  globalThis.WebSocket = class extends EventTarget {
    constructor() {
      super()
      sockets.push(this)
    }
    close() {}
  }`

async function watched(): Promise<Watched> {
  const page = await browser.newPage({ viewport: { width: 480, height: 270 } })
  const misdeeds: string[] = []
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => misdeeds.push(error.message))
  await page.route(
    (url) => ![server.url, elsewhere.origin].includes(url.origin),
    async (route) => {
      misdeeds.push(`request ${route.request().url()}`)
      await route.abort()
    },
  )
  await page.addInitScript(fakeStream)
  return { page, misdeeds }
}

const folder = join(root, 'proto/feed/fixtures')
const golden = readdirSync(folder)
  .filter((name) => !/^(?:frame|raw)/.test(name))
  .map((name): object => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)

// Words of the protocol; an event with another value there is invalid.
const words = new Set(['type', 'state', 'unit', 'kind', 'mode', 'room', 'source', 'level'])

let seq = 0

/** Returns every golden event with a payload in each of its texts. */
function poisoned(payload: string): readonly object[] {
  return golden.map((event) => {
    seq += 1
    const now = Date.now()
    const id = `${seq}${payload}`
    return { ...(poison(event, payload) as object), seq, id, at: now, receivedAt: now }
  })
}

function poison(value: unknown, payload: string): unknown {
  if (typeof value === 'string') return payload
  if (Array.isArray(value)) return value.map((one) => poison(one, payload))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      words.has(key) ? inner : poison(inner, payload),
    ]),
  )
}

/** Shows every payload on a page, and checks that its elements show them as text. */
async function attack({ page }: Watched): Promise<void> {
  const send = (messages: readonly object[]): Promise<void> =>
    page.evaluate(
      (all) => streamed(all),
      messages.map((one) => JSON.stringify(one)),
    )
  await page.waitForFunction((names) => {
    return names.every((name) => document.querySelector(`danmu-${name}`)?.shadowRoot)
  }, kinds)
  const hello = { frame: 'hello', v: 1, room: 'demo:busy', epoch: 'e', resumed: false }
  await send([{ ...hello, seq: 0, head: 0, state: poisoned(payloads[0] ?? '') }])
  // Some elements show a text for seconds only: each of them must show a payload at some time.
  const mute = new Set(kinds)
  const look = async (): Promise<readonly string[]> => {
    for (const kind of await talking(page)) mute.delete(kind)
    return [...mute]
  }
  for (let next = 0; next < payloads.length; next += atOnce) {
    await send(payloads.slice(next, next + atOnce).flatMap(poisoned))
    // The elements draw in the next frame, which the one after it finds drawn.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    )
    await look()
  }
  // expect.poll needs the current test, which two concurrent tests do not have.
  await until(async () => expect(await look()).toEqual(ownWords))
}

/** Returns the elements that show words of a payload now. */
async function talking(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate((names) => {
    return names.map((name) => {
      const element = document.querySelector(`danmu-${name}`) as Element & { boxes?: object }
      return element.shadowRoot?.textContent + JSON.stringify(element.boxes ?? '')
    })
  }, kinds)
  return kinds.filter((_, index) => /alert|confirm|prompt|fetch|evil/.test(texts[index] ?? ''))
}

test('300 payloads are 300', () => {
  expect(new Set(payloads).size).toBe(300)
})

test.concurrent('no text becomes markup on the OBS page', { timeout }, async () => {
  const one = await watched()
  await one.page.goto(`${server.url}/overlay?room=demo:busy&debug=1&w=${kinds.join(',')}`)
  await attack(one)
  expect(one.misdeeds).toEqual([])
  await one.page.close()
})

test.concurrent(
  'no text becomes markup on a page without a policy, which would run it',
  { timeout },
  async () => {
    const one = await watched()
    const src = `${server.url}/rooms/demo:busy/stream`
    const elements = kinds.map((kind) => `<danmu-${kind} src="${src}" debug></danmu-${kind}>`)
    elsewhere.show(`<!doctype html><style>danmu-overlay { height: 300px }</style>
    <script type="module" src="${server.url}/kit/v1/danmu-kit.js"></script>${elements.join('')}`)
    await one.page.goto(elsewhere.origin)
    await attack(one)
    expect(one.misdeeds).toEqual([])
    // The actions of a page that uses it as markup, so that this test can fail.
    const markup = `<img src=x onerror="alert(1)"><img src=https://${evilHost}/>`
    await one.page.evaluate((html) => (document.body.innerHTML = html), markup)
    const done = ['dialog 1', `request https://${evilHost}/`]
    await until(() => expect(one.misdeeds.toSorted()).toEqual(done))
    await one.page.close()
  },
)
