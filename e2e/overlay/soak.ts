import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launch } from '../kit/browser.ts'
import { openOverlay, overlapping } from './overlay-page.ts'

/** The memory of a page after garbage collection, with its worker. */
interface Holding {
  readonly heapMb: number
  readonly nodes: number
  /** The memory of its process only: what Chromium calls the memory footprint. */
  readonly ownMb: number
  /** The memory shared with the compositor: the frames of a canvas on their way to the screen. */
  readonly sharedMb: number
}

/** The measurements of a soak. */
export interface Soak {
  readonly shownPerSecond: number
  readonly paidDropped: number
  readonly overlapping: readonly string[]
  /** After a quarter of the time. */
  readonly early: Holding
  readonly late: Holding
  /** A page of the same size with almost no content. */
  readonly empty: Holding
  /** The same with one bare canvas that shows a new frame whenever it can. */
  readonly canvas: Holding
}

const perSecond = 200

/** Shows mixed events for a period, far more than there is room for. */
export async function soakOverlay(url: string, forMs: number): Promise<Soak> {
  const empty = await holdingWithout(url)
  const canvas = await holdingWithout(url, animateCanvas)
  const browser = await launch() // of its own: all its renderers belong to the page
  try {
    const page = await openOverlay(browser, `${url}/overlay?size=24`)
    const session = await sessionOf(page)
    await page.evaluate((rate) => flood(rate), perSecond)
    await pause(forMs / 4) // the time is what a soak is about
    const early = await holdingOf(browser, session)
    await pause((forMs * 3) / 4)
    const late = await holdingOf(browser, session)
    const { boxes, stats } = await page.evaluate(() => ({
      boxes: overlay.boxes,
      stats: overlay.stats,
    }))
    const shownPerSecond = stats.shown / (forMs / 1_000)
    const { paidDropped } = stats
    const kept = { early, late, empty, canvas }
    return { shownPerSecond, paidDropped, overlapping: overlapping(boxes), ...kept }
  } finally {
    await browser.close()
  }
}

// Of mixed events, where still lines take a third of the rows.
const leastShownPerSecond = 20
const maxNodes = 200
const maxHeapMb = 1
const maxGrownMb = 30

/**
 * Returns the missed bounds of a soak, with their figures. Any canvas of 1080p has three or four
 * frames of 8.3 MB on their way to the screen, whatever draws it: a bare one takes 35 to 42 MB over
 * an empty page. Therefore the overlay's own memory is compared with an empty page, and the total
 * with a page that has such a canvas.
 */
export function faultsOf(soak: Soak): readonly string[] {
  const { shownPerSecond, paidDropped, early, late, empty, canvas } = soak
  const grown = (what: keyof Holding, since: Holding): number => late[what] - since[what]
  const inAll = grown('ownMb', canvas) + grown('sharedMb', canvas)
  const checks: readonly (readonly [boolean, string, unknown])[] = [
    [shownPerSecond >= leastShownPerSecond, 'lines shown a second', shownPerSecond],
    [paidDropped === 0, 'paid lines dropped', paidDropped],
    [soak.overlapping.length === 0, 'lines overlap', soak.overlapping],
    [grown('nodes', early) <= maxNodes, 'nodes more', grown('nodes', early)],
    [grown('heapMb', early) <= maxHeapMb, 'MB more heap', grown('heapMb', early)],
    [grown('ownMb', empty) <= maxGrownMb, 'own MB over an empty page', grown('ownMb', empty)],
    [inAll <= maxGrownMb, 'MB in all over a page with a canvas', inAll],
  ]
  return checks.flatMap(([kept, what, figure]) => (kept ? [] : [`${what}: ${String(figure)}`]))
}

/** Measures one of our pages without an overlay, a while after `prepare`, in a separate browser. */
async function holdingWithout(url: string, prepare?: () => void): Promise<Holding> {
  const browser = await launch()
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(`${url}/schema/feed.json`)
    if (prepare) await page.evaluate(prepare)
    await pause(3_000)
    return await holdingOf(browser, await sessionOf(page))
  } finally {
    await browser.close()
  }
}

/** Runs in the page: one canvas of its size, and a square that moves. */
function animateCanvas(): void {
  const canvas = document.createElement('canvas')
  canvas.width = innerWidth
  canvas.height = innerHeight
  canvas.style.cssText = 'position:fixed;inset:0'
  document.body.append(canvas)
  const context = canvas.getContext('2d')
  const draw = (now: number): void => {
    context?.clearRect(0, 0, canvas.width, canvas.height)
    context?.fillRect((now / 4) % canvas.width, 100, 50, 50)
    requestAnimationFrame(draw)
  }
  draw(0)
}

async function sessionOf(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  return session
}

async function holdingOf(browser: Browser, session: CDPSession): Promise<Holding> {
  await session.send('HeapProfiler.collectGarbage')
  await collectInWorkers(session)
  const { metrics } = await session.send('Performance.getMetrics')
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN
  const heapMb = metric('JSHeapUsedSize') / 1e6
  return { heapMb, nodes: metric('Nodes'), ...(await rendererMemory(browser)) }
}

async function collectInWorkers(session: CDPSession): Promise<void> {
  const workers: string[] = []
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(sessionId))
  const attach = { waitForDebuggerOnStart: false, flatten: false } // one message at a time is enough
  await session.send('Target.setAutoAttach', { ...attach, autoAttach: true })
  const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' })
  for (const sessionId of workers) {
    const answered = new Promise((resolve) =>
      session.once('Target.receivedMessageFromTarget', resolve),
    )
    await session.send('Target.sendMessageToTarget', { sessionId, message })
    await answered
  }
  await session.send('Target.setAutoAttach', { ...attach, autoAttach: false })
}

type Memory = Pick<Holding, 'ownMb' | 'sharedMb'>

/**
 * Returns the memory of all pages together: the processes cannot be assigned to pages, and the
 * others stay unchanged.
 */
async function rendererMemory(browser: Browser): Promise<Memory> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const memories = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => memoryOf(id))
  const sum = (what: keyof Memory): number => memories.reduce((total, one) => total + one[what], 0)
  return { ownMb: sum('ownMb'), sharedMb: sum('sharedMb') }
}

function memoryOf(pid: number): Memory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const mb = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1_024) / 1e6
  return { ownMb: mb('RssAnon'), sharedMb: mb('RssShmem') }
}
