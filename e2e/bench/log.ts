import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '../../server/log/journal/index.ts'
import { median, round } from './compare.ts'
import type { Bench, BenchResult } from './result.ts'

const lineBytes = 350
const rounds = 5
const eventsPerRound = 100_000

// A busy room has ticks of ten and more; a tick of one event is mostly its system call.
const minEventsPerSecond = 200_000
const maxRatioOfOne = 3

// A tenth of the 50 ms in which an event must reach its readers. At full speed, as here, a tick may
// coincide with the sync of the segment before; at the pace of a busy room that is one tick in some
// hundreds.
const maxP99Us = 5000

/** The duration of a tick: on average, and the slowest in a hundred. */
interface Timing {
  readonly meanUs: number
  readonly p99Us: number
}

/** Ticks of 1, 10 and 100 events into a journal, compared with a bare file of the same lines. */
export const bench: Bench = async function* () {
  for (const size of [1, 10, 100]) {
    const ours: Timing[] = []
    const bare: Timing[] = []
    for (let i = 0; i < rounds; i++) {
      bare.push(await inFolder((dir) => appendBare(dir, size)))
      ours.push(await inFolder((dir) => appendJournal(dir, size)))
    }
    yield throughput(size, typical(ours).meanUs, typical(bare).meanUs)
    yield latency(size, typical(ours).p99Us, typical(bare).p99Us)
  }
}

function throughput(size: number, oursUs: number, bareUs: number): BenchResult {
  const [value, baseline] = [(size / oursUs) * 1e6, (size / bareUs) * 1e6]
  const ratio = oursUs / bareUs
  const one = size === 1
  return {
    name: `log-append-${size}`,
    value: Math.round(value),
    unit: 'events/s',
    baseline: Math.round(baseline),
    ratio: round(ratio),
    bar: one ? `ratio <= ${maxRatioOfOne}` : `value >= ${minEventsPerSecond}`,
    ok: one ? ratio <= maxRatioOfOne : value >= minEventsPerSecond,
  }
}

function latency(size: number, oursUs: number, bareUs: number): BenchResult {
  return {
    name: `log-append-${size}-p99`,
    value: round(oursUs),
    unit: 'us',
    baseline: round(bareUs),
    ratio: round(oursUs / bareUs),
    bar: `value <= ${maxP99Us}`,
    ok: oursUs <= maxP99Us,
  }
}

async function appendJournal(dir: string, size: number): Promise<Timing> {
  const { log } = await openJournal(dir, { room: 'demo:bench', newEpoch: () => 'bench' })
  const timing = time(size, (lines) => log.append(lines))
  await log.close()
  return timing
}

function appendBare(dir: string, size: number): Promise<Timing> {
  const fd = openSync(join(dir, 'lines'), 'a')
  const timing = time(size, (lines) => writeSync(fd, `${lines.join('\n')}\n`))
  closeSync(fd)
  return Promise.resolve(timing)
}

function time(size: number, append: (lines: readonly string[]) => void): Timing {
  const lines = Array.from({ length: size }, () => line())
  const took = Array.from({ length: eventsPerRound / size }, () => {
    const startedAt = performance.now()
    append(lines)
    return (performance.now() - startedAt) * 1000
  })
  const sorted = took.toSorted((a, b) => a - b)
  const meanUs = took.reduce((sum, us) => sum + us, 0) / took.length
  return { meanUs, p99Us: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN }
}

function typical(timings: readonly Timing[]): Timing {
  return {
    meanUs: median(timings.map(({ meanUs }) => meanUs)),
    p99Us: median(timings.map(({ p99Us }) => p99Us)),
  }
}

/** Returns a comment of {@link lineBytes} bytes, most of them ASCII, as events are. */
function line(): string {
  const text = '这是一条弹幕'
  const rest = lineBytes - Buffer.byteLength(JSON.stringify({ text, rest: '' }))
  return JSON.stringify({ text, rest: 'x'.repeat(rest) })
}

async function inFolder(work: (dir: string) => Promise<Timing>): Promise<Timing> {
  const dir = mkdtempSync(join(tmpdir(), 'danmu-bench-'))
  try {
    return await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
