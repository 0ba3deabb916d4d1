import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pick, seededRandom } from '../../server/lib/random.ts'
import type { Db } from '../../server/store/engine/db.ts'
import { openPostgres } from '../../server/store/engine/pg.ts'
import { launch } from '../kit/browser.ts'
import { makeScript } from '../fake/douyin/script.ts'
import { type FakeDouyin, startFakeDouyin } from '../fake/douyin/index.ts'
import { startPostgres, type TestPostgres } from '../kit/postgres.ts'
import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

const rounds = 18 // of three streaks each: as many as one element has cards for
const centsPerDiamond = 10

// The page is made here; for Chromium its address is a remote one, which may not connect to this
// machine.
const trusting = ['--disable-features=LocalNetworkAccessChecks']

let postgres: TestPostgres
let db: Db
let douyin: FakeDouyin
let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  ;[postgres, douyin, browser] = await Promise.all([
    startPostgres(),
    startFakeDouyin(),
    launch(trusting),
  ])
  db = openPostgres(postgres.url, { warn: () => undefined })
  server = await startServerProcess({
    STORE: 'on',
    DATABASE_URL: postgres.url,
    ENDPOINTS: JSON.stringify({ douyin: douyin.endpoints }),
  })
})

afterAll(async () => {
  await browser.close()
  await server.end()
  await Promise.all([douyin.close(), db.close()])
  await postgres.stop()
})

test('a storm of streaks with copies, disorder, cuts and late ends shows the totals of the store', async () => {
  const { messages, truth } = makeScript(7, rounds)
  const items = Object.values(truth.gifts).reduce((sum, count) => sum + count, 0)
  const page = await openPage()
  await until(() => douyin.counters.accepted === 1)

  const random = seededRandom(11)
  for (let said = 0; said < messages.length; said += 12) {
    douyin.broadcast.say(
      messages.slice(said, said + 12),
      pick(random, ['plain', 'doubled', 'disordered']),
    )
    // A client that reconnects gets the last fifteen messages again, but not the lost ones before.
    if (said === 120) {
      const chat = messages.slice(0, said).findLast(({ method }) => method === 'WebcastChatMessage')
      await until(() => isStored(`douyin:${chat?.id}`))
      for (const connection of douyin.broadcast.connections) connection.reset()
      await until(() => douyin.counters.accepted === 2)
    }
  }

  await until(async () => (await storedItems()) >= items)
  const stored = await storedStreaks()
  expect(stored.reduce((sum, { total }) => sum + total, 0)).toBe(items)
  expect(stored).toHaveLength(rounds * 3)

  const paid = `¥${(truth.diamonds * centsPerDiamond) / 100}`
  await page.locator('danmu-stats').locator('[part~=value]', { hasText: paid }).waitFor()
  const expected = stored.map(({ name, total }) => `${name} ×${total}`).toSorted()
  expect(await shownIn(page, 'danmu-gift', 'card')).toEqual(expected)
  expect(await shownIn(page, 'danmu-chat', 'message')).toEqual(expected)
}, 90_000)

/** Opens a page whose clock does not advance, so that no card leaves. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage({ locale: 'zh-CN' })
  await page.clock.install({ time: Date.now() - 60_000 })
  await page.clock.pauseAt(Date.now())
  const shared = `src="/rooms/douyin:${douyin.room.webRid}/stream" kinds="gift"`
  const body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8" />
    <script type="module" src="/kit/v1/danmu-kit.js"></script>
    <danmu-gift ${shared} max="100"></danmu-gift><danmu-chat ${shared} max="500"></danmu-chat>
    <danmu-stats ${shared} figures="paid"></danmu-stats></html>`
  const address = `${server.url}/storm.html`
  await page.route(address, (route) => route.fulfill({ body, contentType: 'text/html' }))
  await page.goto(address)
  return page
}

/** Returns the giver and the count of each streak that an element shows. */
function shownIn(page: Page, element: string, part: string): Promise<readonly string[]> {
  return page.evaluate(
    ([selector, box]) => {
      const boxes = document.querySelector(selector)?.shadowRoot?.querySelectorAll(`[part~=${box}]`)
      const textOf = (one: Element, name: string): string =>
        one.querySelector(`[part~=${name}]`)?.textContent.trim() ?? ''
      return [...(boxes ?? [])]
        .map((one) => `${textOf(one, 'author')} ${textOf(one, 'count')}`)
        .toSorted()
    },
    [element, part] as const,
  )
}

async function isStored(id: string): Promise<boolean> {
  return (await db.query('select 1 from events where id = $1', [id])).length > 0
}

async function storedItems(): Promise<number> {
  const [row] = await db.query(
    `select coalesce(sum((line::jsonb ->> 'count')::int), 0)::int as items from events
     where type = 'gift'`,
  )
  return Number(row?.['items'])
}

/** Returns each streak in the store with the sum of its events. */
async function storedStreaks(): Promise<readonly { name: string; total: number }[]> {
  const rows = await db.query(
    `select min(line::jsonb #>> '{user,name}') as name,
            sum((line::jsonb ->> 'count')::int)::int as total
     from events where type = 'gift' group by line::jsonb #>> '{combo,id}'`,
  )
  return rows.map((row) => ({ name: String(row['name']), total: Number(row['total']) }))
}
