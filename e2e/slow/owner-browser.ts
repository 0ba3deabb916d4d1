import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { launch } from '../kit/browser.ts'
import { firstLoginOf, type ServerProcess } from '../kit/server.ts'

/** A browser in which the owner of a server is logged in. */
export interface OwnerBrowser {
  readonly browser: Browser
  readonly owner: BrowserContext
  /** Opens a page of the server. */
  readonly open: (path: string) => Promise<OpenPage>
  /** Sends a request of the owner. */
  readonly call: (method: string, path: string, body: object) => Promise<void>
}

/** A page, and what happened on it. */
export interface OpenPage {
  readonly page: Page
  /** Its errors: scripts, refused requests, violations of its policy. */
  readonly complaints: readonly string[]
  /** Returns every status text that was visible on it. */
  readonly printed: () => Promise<string>
}

/** Starts a browser, and logs the owner of a new server in. */
export async function startOwnerBrowser(server: ServerProcess): Promise<OwnerBrowser> {
  const { url } = server
  const browser = await launch()
  const owner = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    colorScheme: 'dark',
  })
  const login = await owner.newPage()
  await login.goto(firstLoginOf(server))
  await login.waitForURL(`${url}/`)
  await login.close()
  return {
    browser,
    owner,
    open: async (path) => {
      const page = await owner.newPage()
      const complaints = recordComplaints(page)
      const printed = await recordPrinted(page)
      await page.goto(`${url}${path}`)
      return { page, complaints, printed }
    },
    call: async (method, path, body) => {
      const headers = { origin: url }
      const answer = await owner.request.fetch(`${url}${path}`, { method, data: body, headers })
      expect([path, answer.status()]).toEqual([path, expect.toSatisfy((status) => status < 300)])
    },
  }
}

function recordComplaints(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Records every status text that is visible on a page, from its next document on. */
export async function recordPrinted(page: Page): Promise<() => Promise<string>> {
  await page.addInitScript(() => {
    const seen = new Set<string>()
    Object.assign(globalThis, { seen })
    const look = (): void => {
      for (const element of document.querySelectorAll('.notice, danmu-overlay, danmu-status')) {
        const line = element.shadowRoot?.querySelector('[part=status]') ?? element
        if (line.textContent !== '' && line.checkVisibility({ checkVisibilityCSS: true })) {
          seen.add(line.textContent.trim())
        }
      }
      requestAnimationFrame(look)
    }
    look()
  })
  return () =>
    page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen].join('\n'))
}
