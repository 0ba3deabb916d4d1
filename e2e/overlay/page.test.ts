import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepScreenshot, launch, linesShown, waitForLines } from '../kit/browser.ts'
import { firstLoginOf, type ServerProcess, startServerProcess } from '../kit/server.ts'

let server: ServerProcess
let browser: Browser

beforeAll(async () => {
  const env = { IMAGE_SOURCES: '*.hdslb.com', FONT_SOURCES: 'fonts.example' }
  ;[server, browser] = await Promise.all([startServerProcess(env), launch()])
})
afterAll(() => Promise.all([server.end(), browser.close()]))

/** Opens a page; records all its errors: scripts, refused requests, policy violations. */
async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'zh-CN' })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(`${server.url}${path}`)
  return { page, complaints }
}

test('the studio starts the demo, shows it live, and gives a link for OBS', async () => {
  const { page, complaints } = await open('/')
  await page.getByRole('banner').getByRole('button', { name: '播放演示' }).click()
  await page.getByText('已连接').first().waitFor()
  await page.locator('studio-event li').first().waitFor()
  await keepScreenshot(page, 'studio')
  const link = await page.locator('#link').inputValue()
  expect(link).toContain('/overlay?')
  expect(link).toContain('room=demo')
  await page.goto(link)
  await waitForLines(page, 3)
  expect(complaints).toEqual([])
  await page.close()
})

test('the studio shows in words why a room cannot be opened', async () => {
  const { page } = await open('/')
  await page.locator('#room').fill('nobody-made-this')
  await page.keyboard.press('Enter')
  const words = page.getByText('没有这个房间，或它是私密的').first()
  await words.waitFor()
  expect(await words.isVisible()).toBe(true)
  await page.close()
})

test('the studio fits a phone and speaks English on demand', async () => {
  const { page, complaints } = await open('/')
  await page.setViewportSize({ width: 360, height: 740 })
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Start the demo' }).waitFor()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
  await keepScreenshot(page, 'studio-360')
  expect(complaints).toEqual([])
  await page.close()
})

test('the overlay page is transparent, and applies the style of OBS', async () => {
  const { page } = await open('/overlay?room=demo:busy&size=40')
  await waitForLines(page, 3)
  const colors = await page.evaluate(() =>
    [document.documentElement, document.body].map((one) => getComputedStyle(one).backgroundColor),
  )
  expect(colors).toEqual(['rgba(0, 0, 0, 0)', 'rgba(0, 0, 0, 0)'])
  await page.evaluate(() => {
    const style = document.createElement('style')
    style.append('danmu-overlay::part(canvas) { opacity: 0.25 }')
    document.head.append(style)
  })
  const opacity = await page.evaluate(() => {
    const canvas = document.querySelector('danmu-overlay')?.shadowRoot?.querySelector('canvas')
    return canvas ? getComputedStyle(canvas).opacity : undefined
  })
  expect(opacity).toBe('0.25')
  await page.close()
})

test('the overlay shows pictures of the hosts in the settings, and of no other', async () => {
  const answer = await fetch(`${server.url}/overlay`)
  const policy = answer.headers.get('content-security-policy')?.split('; ')
  expect(policy).toContain("img-src 'self' data: https://*.hdslb.com")
  expect(policy).toContain("font-src 'self' data: https://fonts.example")
  const { page } = await open('/overlay?room=demo:busy')
  const asked: string[] = []
  await page.route(
    ({ protocol }) => protocol === 'https:',
    (route) => {
      asked.push(route.request().url())
      return route.abort()
    },
  )
  const allowed = 'https://i0.hdslb.com/face.jpg'
  await page.evaluate(
    async (addresses) => {
      const refused = (src: string): Promise<unknown> =>
        new Promise((resolve) => {
          const picture = new Image()
          picture.addEventListener('error', resolve)
          picture.src = src
        })
      for (const address of addresses) await refused(address)
    },
    ['https://elsewhere.example/face.jpg', 'https://hdslb.com.evil.example/', allowed],
  )
  expect(asked).toEqual([allowed])
  await page.close()
})

test('the overlay reconnects by itself after the server was away', async () => {
  const short = await startServerProcess()
  const { port } = new URL(short.url)
  const page = await browser.newPage()
  await page.goto(`${short.url}/overlay?room=demo:busy`)
  await waitForLines(page, 3)
  await short.end()
  const again = await startServerProcess({ PORT: port })
  const before = await linesShown(page)
  await waitForLines(page, before + 5)
  expect(await linesShown(page)).toBeGreaterThan(before)
  await page.close()
  await again.end()
})

test('the owner link logs the browser in', async () => {
  const link = firstLoginOf(server)
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await page.waitForURL(`${server.url}/`)
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'danmu_session', httpOnly: true, sameSite: 'Strict' })
  await context.close()
})

test('text from viewers is shown as text', async () => {
  const { page, complaints } = await open('/overlay')
  await page.evaluate(() => {
    const overlay = document.querySelector('danmu-overlay') as unknown as {
      push: (event: object) => void
    }
    const text = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    overlay.push({ type: 'chat', text, id: 'x', seq: 1, at: Date.now(), receivedAt: Date.now() })
  })
  await waitForLines(page, 1)
  expect(await page.title()).not.toMatch(/^[12]$/)
  expect(complaints.filter((text) => !text.includes('room'))).toEqual([])
  await page.close()
})
