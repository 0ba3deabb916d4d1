import { launch } from '../kit/browser.ts'
import { median, round } from './compare.ts'
import { measure, type Run } from './overlay/measure.ts'
import type { EngineName } from './overlay/page.ts'
import { serveBench } from './overlay/serve.ts'
import type { Bench, BenchResult } from './result.ts'

const rates = [50, 200, 500, 1_000]
const peers: readonly EngineName[] = ['danmaku', 'danmu.js']

// Peers run once: their misses are by a wide margin.
const order: readonly EngineName[] = ['ours', 'danmaku', 'ours', 'danmu.js', 'ours']

/** A figure of a run, and the bound of ours. */
interface Bar {
  readonly name: string
  readonly unit: string
  readonly of: (run: Run) => number
  /** Absent for a figure that is reported for comparison only. */
  readonly limit?: number
  readonly keeps: 'at least' | 'at most'
  /** The bound applies from this rate on. */
  readonly fromRate?: number
}

const bars: readonly Bar[] = [
  { name: 'fps', unit: 'frames/s', of: ({ fps }) => fps, limit: 57, keeps: 'at least' },
  {
    name: 'main',
    unit: '% of a processor',
    of: ({ mainPercent }) => mainPercent,
    limit: 12,
    keeps: 'at most',
  },
  { name: 'cpu', unit: 'ms/frame', of: ({ cpuMsPerFrame }) => cpuMsPerFrame, keeps: 'at most' },
  {
    name: 'shown',
    unit: 'comments/s',
    of: ({ shownPerSecond }) => shownPerSecond,
    limit: 65,
    keeps: 'at least',
    fromRate: 200,
  },
  {
    name: 'overlapping',
    unit: '% of comments',
    of: ({ overlappingPercent }) => overlappingPercent,
    limit: 0,
    keeps: 'at most',
  },
  {
    name: 'paid-dropped',
    unit: 'comments',
    of: ({ paidDropped }) => paidDropped,
    limit: 0,
    keeps: 'at most',
  },
]

/**
 * The built `<danmu-overlay>` in Chromium without GPU, compared with the usual engines in the same
 * run.
 */
export const bench: Bench = async function* () {
  const site = await serveBench()
  const browser = await launch()
  try {
    for (const rate of rates) {
      const runs: Named[] = []
      for (const engine of order) {
        runs.push({ engine, run: await measure(browser, site.url, engine, rate) })
      }
      yield* peers.flatMap((peer) => bars.map((bar) => resultOf(bar, rate, peer, runs)))
    }
  } finally {
    await browser.close()
    site.close()
  }
}

interface Named {
  readonly engine: EngineName
  readonly run: Run
}

function resultOf(bar: Bar, rate: number, peer: EngineName, runs: readonly Named[]): BenchResult {
  const { unit, limit, keeps, fromRate = 0 } = bar
  const typical = (name: EngineName): number =>
    median(runs.filter(({ engine }) => engine === name).map(({ run }) => bar.of(run)))
  const [value, baseline] = [typical('ours'), typical(peer)]
  const applies = limit !== undefined && rate >= fromRate
  const kept = !applies || (keeps === 'at least' ? value >= limit : value <= limit)
  const sign = keeps === 'at least' ? '>=' : '<='
  return {
    name: `overlay-${rate}-${bar.name}-vs-${peer}`,
    value: round(value),
    unit,
    baseline: round(baseline),
    ratio: baseline === 0 ? Number(value > 0) : round(value / baseline),
    bar: applies ? `value ${sign} ${limit}` : 'none',
    ok: kept,
  }
}
