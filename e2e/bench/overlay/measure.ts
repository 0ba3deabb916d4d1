import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, CDPSession } from 'playwright-core'
import { stage } from './engine.ts'
import type { BenchPage, EngineName, PageReport } from './page.ts'

/** The figures of one run of an engine at a rate. */
export interface Run {
  /** Frames per second from the compositor. */
  readonly fps: number
  /** The processor time that the page's main thread took, percent of one processor. */
  readonly mainPercent: number
  /** The processor time of the whole browser for a frame. */
  readonly cpuMsPerFrame: number
  readonly shownPerSecond: number
  /** The share of the comments on the stage that cover part of another one, percent. */
  readonly overlappingPercent: number
  readonly paidDropped: number
}

const warmMs = stage.crossingMs + 1_000 // until as many leave as enter
const windowMs = 4_000

/** Runs an engine in a fresh page until its stage is full, then measures. */
export async function measure(
  browser: Browser,
  url: string,
  engine: EngineName,
  perSecond: number,
): Promise<Run> {
  const viewport = { width: stage.widthPx, height: stage.heightPx }
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  await page.goto(url)
  const way = { name: engine, rate: perSecond }
  await page.evaluate(({ name, rate }) => bench.start(name, rate), way)
  await pause(warmMs)
  const session = await context.newCDPSession(page)
  // Processor time: other programs on the machine do not count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const tracing = await browser.newBrowserCDPSession()
  const take = (): Promise<Sample> =>
    sample({ session, whole: tracing }, () => page.evaluate(() => bench.report()))
  const frames = await countFrames(tracing, async () => {
    const before = await take()
    await pause(windowMs)
    return { before, after: await take() }
  })
  await context.close()
  return runOf(frames.fps, frames.result.before, frames.result.after)
}

interface Sample {
  readonly atSeconds: number
  readonly busySeconds: number
  readonly cpuSeconds: number
  readonly report: PageReport
}

/** The sessions of the page, and of the browser as a whole. */
interface Sessions {
  readonly session: CDPSession
  readonly whole: CDPSession
}

async function sample(
  { session, whole }: Sessions,
  report: () => Promise<PageReport>,
): Promise<Sample> {
  const { metrics } = await session.send('Performance.getMetrics')
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo')
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? NaN
  return {
    atSeconds: metric('Timestamp'),
    busySeconds: metric('TaskDuration'),
    cpuSeconds: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
    report: await report(),
  }
}

function runOf(fps: number, before: Sample, after: Sample): Run {
  const seconds = after.atSeconds - before.atSeconds
  const { visible, overlapping, paidDropped } = after.report
  return {
    fps,
    mainPercent: (100 * (after.busySeconds - before.busySeconds)) / seconds,
    cpuMsPerFrame: (1_000 * (after.cpuSeconds - before.cpuSeconds)) / seconds / Math.max(fps, 0.1),
    shownPerSecond: (after.report.shown - before.report.shown) / seconds,
    overlappingPercent: visible === 0 ? 0 : (100 * overlapping) / visible,
    paidDropped,
  }
}

/** A frame that leaves the compositor, in a trace of Chromium. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
}

/** Counts the frames that reach the screen during some work. */
async function countFrames<T>(
  session: CDPSession,
  work: () => Promise<T>,
): Promise<{ readonly fps: number; readonly result: T }> {
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => {
    events.push(...(value as unknown as TraceEvent[])) // of the category that is requested below
  })
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['viz'] },
  })
  const result = await work()
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.end')
  await complete
  const drawn = events.filter(({ name, ph }) => name === 'Display::DrawAndSwap' && ph !== 'E')
  const times = drawn.map(({ ts }) => ts)
  const spanSeconds = (Math.max(...times) - Math.min(...times)) / 1e6
  return { fps: times.length < 2 ? 0 : (times.length - 1) / spanSeconds, result }
}

declare global {
  // oxlint-disable-next-line no-var -- as in the page
  var bench: BenchPage
}
